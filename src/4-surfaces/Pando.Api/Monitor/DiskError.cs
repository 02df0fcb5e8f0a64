namespace Pando.Api.Monitor;

/// <summary>A disk that the guest's reads or writes failed on.</summary>
public sealed record DiskError
{
    /// <summary>Its name in the machine: <c>vda</c>.</summary>
    public required string Target { get; init; }

    /// <summary><c>no space</c> where the host has none left for it, else <c>unspecified error</c>.</summary>
    public required string Error { get; init; }
}
