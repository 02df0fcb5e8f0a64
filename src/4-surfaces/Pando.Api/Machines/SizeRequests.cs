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

/// <summary>Single virtual CPUs that are to be there or not there.</summary>
public sealed record VcpuSwitchRequest
{
    /// <summary>Their numbers from 0, as <c>2-3,5</c>.</summary>
    public required string Vcpus { get; init; }

    /// <summary>Whether they are there.</summary>
    public required bool Enabled { get; init; }
}
