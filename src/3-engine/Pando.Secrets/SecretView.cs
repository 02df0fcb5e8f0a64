using Pando.Model.Secrets;

namespace Pando.Secrets;

/// <summary>A secret, as everybody may see it.</summary>
/// <param name="Definition">What it is.</param>
/// <param name="HasValue">Whether it was given a value.</param>
public sealed record SecretView(SecretDefinition Definition, bool HasValue);
