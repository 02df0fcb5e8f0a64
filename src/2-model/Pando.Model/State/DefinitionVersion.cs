namespace Pando.Model.State;

/// <summary>One version of a definition: what it was, who made it, when and why.</summary>
/// <param name="Number">1 for the first; never used again.</param>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why; null when nobody said.</param>
/// <param name="Change">What the caller did: <c>define</c>, <c>edit</c>, <c>revert to 3</c>, <c>restore</c>…</param>
/// <param name="Text">The normalised definition (libvirt XML with secrets).</param>
public sealed record DefinitionVersion(int Number, DateTimeOffset At, string By, string? Reason, string Change, string Text);
