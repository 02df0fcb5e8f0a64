namespace Pando.Api.Machines;

/// <summary>Another number of virtual CPUs.</summary>
public sealed record VcpusRequest
{
    /// <summary>How many.</summary>
    public required int Count { get; init; }

    /// <summary>Whether it is the most that the machine can have; only its definition can change that.</summary>
    public bool Maximum { get; init; }
}

/// <summary>Another amount of memory.</summary>
public sealed record MemoryRequest
{
    /// <summary>How much.</summary>
    public required long MemoryKiB { get; init; }

    /// <summary>Whether it is the most that the machine can have; only its definition can change that.</summary>
    public bool Maximum { get; init; }
}
