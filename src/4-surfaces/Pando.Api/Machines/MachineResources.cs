namespace Pando.Api.Machines;

/// <summary>
/// What a machine gets of the host's processors, memory and disks. As an answer, what is absent is not limited; as a change, it
/// stays, -1 takes a limit of memory or processor time away, and 0 one of a device.
/// </summary>
public sealed record MachineResources
{
    /// <summary>The weight of its processor time against other machines (2…262144; 1024 is usual).</summary>
    public long? CpuShares { get; init; }

    /// <summary>The period of each virtual CPU's quota, in microseconds.</summary>
    public long? VcpuPeriod { get; init; }

    /// <summary>What each virtual CPU may use in a period, in microseconds.</summary>
    public long? VcpuQuota { get; init; }

    /// <summary>The period of the whole machine's quota, in microseconds.</summary>
    public long? GlobalPeriod { get; init; }

    /// <summary>What the whole machine may use in a period, in microseconds.</summary>
    public long? GlobalQuota { get; init; }

    /// <summary>The period of the quota of QEMU's own threads, in microseconds.</summary>
    public long? EmulatorPeriod { get; init; }

    /// <summary>What QEMU's own threads may use in a period, in microseconds.</summary>
    public long? EmulatorQuota { get; init; }

    /// <summary>The period of each I/O thread's quota, in microseconds.</summary>
    public long? IoThreadPeriod { get; init; }

    /// <summary>What each I/O thread may use in a period, in microseconds.</summary>
    public long? IoThreadQuota { get; init; }

    /// <summary>The memory it may never exceed, in KiB.</summary>
    public long? HardLimitKiB { get; init; }

    /// <summary>The memory it is pushed back to when the host is short of it, in KiB.</summary>
    public long? SoftLimitKiB { get; init; }

    /// <summary>What memory and swap together may never exceed, in KiB.</summary>
    public long? SwapHardLimitKiB { get; init; }

    /// <summary>The weight of its disk I/O against other machines (100…1000).</summary>
    public int? BlockIoWeight { get; init; }

    /// <summary>What it gets of single disks of the host; absent for none, and in a change for those that stay.</summary>
    public IReadOnlyList<MachineDiskShare>? BlockIoDevices { get; init; }

    /// <summary>How strictly its memory is on the host's nodes: <c>strict</c>, <c>preferred</c>, <c>interleave</c>, <c>restrictive</c>.</summary>
    public string? NumaMode { get; init; }

    /// <summary>The host's nodes that its memory is on: <c>0-1</c>.</summary>
    public string? NumaNodes { get; init; }

    /// <summary>The host's processors of single virtual CPUs; in a change, those that are left out stay.</summary>
    public IReadOnlyList<MachineThreadPin>? VcpuPins { get; init; }

    /// <summary>The host's processors of QEMU's own threads: <c>0-1</c>; in a change, <c>all</c> takes the pinning away.</summary>
    public string? EmulatorPin { get; init; }

    /// <summary>The host's processors of single I/O threads; in a change, those that are left out stay.</summary>
    public IReadOnlyList<MachineThreadPin>? IoThreadPins { get; init; }
}

/// <summary>The host's processors that one thread may run on.</summary>
public sealed record MachineThreadPin
{
    /// <summary>The number of the virtual CPU or I/O thread.</summary>
    public required int Thread { get; init; }

    /// <summary>The host's processors: <c>0-3,8</c>; in a change, <c>all</c> takes the pinning away.</summary>
    public required string Cpus { get; init; }
}

/// <summary>What a machine gets of one disk of the host.</summary>
public sealed record MachineDiskShare
{
    /// <summary>The disk: <c>/dev/sda</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The weight against other machines (100…1000).</summary>
    public int? Weight { get; init; }

    /// <summary>Reads a second.</summary>
    public long? ReadsPerSecond { get; init; }

    /// <summary>Writes a second.</summary>
    public long? WritesPerSecond { get; init; }

    /// <summary>Bytes read a second.</summary>
    public long? ReadBytesPerSecond { get; init; }

    /// <summary>Bytes written a second.</summary>
    public long? WriteBytesPerSecond { get; init; }
}
