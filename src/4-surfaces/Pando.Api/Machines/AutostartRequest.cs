namespace Pando.Api.Machines;

/// <summary>Whether a machine starts with the host.</summary>
public sealed record AutostartRequest
{
    /// <summary>Whether it does.</summary>
    public required bool Enabled { get; init; }
}
