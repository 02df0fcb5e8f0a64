namespace Pando.Api.Secrets;

/// <summary>The value of a secret.</summary>
public sealed record SecretContent
{
    /// <summary>Its bytes, as base64 in JSON.</summary>
    public required byte[] Value { get; init; }
}
