namespace Pando.Api.Machines;

/// <summary>Where the threads of a machine run: of a running one as the kernel says, else as its definition says.</summary>
public sealed record MachineThreads
{
    /// <summary>Its virtual CPUs.</summary>
    public required IReadOnlyList<MachineThread> Vcpus { get; init; }

    /// <summary>Its I/O threads.</summary>
    public required IReadOnlyList<MachineThread> IoThreads { get; init; }

    /// <summary>The host's processors that QEMU's own threads may run on; absent for any.</summary>
    public string? EmulatorCpus { get; init; }
}

/// <summary>One thread.</summary>
public sealed record MachineThread
{
    /// <summary>The number of the virtual CPU or I/O thread.</summary>
    public required int Number { get; init; }

    /// <summary>The host's processors that it may run on: <c>0-3,8</c>; absent for any.</summary>
    public string? Cpus { get; init; }

    /// <summary>The host's processor that it ran on last; absent where it does not run.</summary>
    public int? Cpu { get; init; }

    /// <summary>How long it has run, in nanoseconds.</summary>
    public long? TimeNanoseconds { get; init; }
}
