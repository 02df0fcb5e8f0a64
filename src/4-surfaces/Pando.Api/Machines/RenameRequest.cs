namespace Pando.Api.Machines;

/// <summary>Another name for a machine.</summary>
public sealed record RenameRequest
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }
}
