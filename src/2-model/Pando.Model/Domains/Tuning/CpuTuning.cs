namespace Pando.Model.Domains;

/// <summary>
/// How much of the host's processors a machine's threads get, and which. Shares, periods and quotas are applied by the
/// kernel's cpu controller, pinning by sched_setaffinity(2), scheduling by sched_setscheduler(2).
/// </summary>
public sealed record CpuTuning
{
    /// <summary>The weight against other machines (2…262144; 1024 is usual).</summary>
    public long? Shares { get; init; }

    /// <summary>What each virtual processor may use.</summary>
    public CpuBandwidth Vcpus { get; init; } = new();

    /// <summary>What the machine may use in all.</summary>
    public CpuBandwidth Global { get; init; } = new();

    /// <summary>What QEMU's own threads may use.</summary>
    public CpuBandwidth Emulator { get; init; } = new();

    /// <summary>What each I/O thread may use.</summary>
    public CpuBandwidth IoThreads { get; init; } = new();

    /// <summary>The host's processors for single virtual processors, by their number.</summary>
    public EquatableArray<ThreadPin> VcpuPins { get; init; }

    /// <summary>The host's processors for QEMU's own threads.</summary>
    public NumberSet? EmulatorPin { get; init; }

    /// <summary>The host's processors for single I/O threads, by their number.</summary>
    public EquatableArray<ThreadPin> IoThreadPins { get; init; }

    /// <summary>How QEMU's own threads are scheduled.</summary>
    public ThreadScheduling? EmulatorScheduling { get; init; }

    /// <summary>How single virtual processors are scheduled, by their number.</summary>
    public EquatableArray<NumberedScheduling> VcpuScheduling { get; init; }

    /// <summary>How single I/O threads are scheduled, by their number.</summary>
    public EquatableArray<NumberedScheduling> IoThreadScheduling { get; init; }

    /// <summary>Parts of the host's caches (resctrl).</summary>
    public EquatableArray<CacheTuning> Caches { get; init; }

    /// <summary>Parts of the host's memory bandwidth (resctrl).</summary>
    public EquatableArray<MemoryBandwidthTuning> MemoryBandwidths { get; init; }
}

/// <summary>A limit of processor time: so much in each period. Null, and for the quota a negative one, is no limit.</summary>
/// <param name="PeriodMicroseconds">1000…1000000.</param>
/// <param name="QuotaMicroseconds">At least 1000.</param>
public sealed record CpuBandwidth(long? PeriodMicroseconds = null, long? QuotaMicroseconds = null);

/// <summary>The host's processors that one thread may use.</summary>
/// <param name="Thread">The number of the virtual processor or I/O thread.</param>
/// <param name="Cpus">The host's processors.</param>
public sealed record ThreadPin(int Thread, NumberSet Cpus);

/// <summary>How the kernel schedules a thread.</summary>
/// <param name="Policy">The class.</param>
/// <param name="Priority">1…99, for the real-time classes only.</param>
public sealed record ThreadScheduling(SchedulerPolicy Policy, int? Priority = null);

/// <summary>How the kernel schedules a thread of several.</summary>
/// <param name="Thread">The number of the virtual processor or I/O thread.</param>
/// <param name="Scheduling">How.</param>
public sealed record NumberedScheduling(int Thread, ThreadScheduling Scheduling);

/// <summary>The kernel's classes of scheduling (sched(7)).</summary>
public enum SchedulerPolicy
{
    /// <summary>For work that nobody waits for.</summary>
    Batch,

    /// <summary>Only when nothing else runs.</summary>
    Idle,

    /// <summary>Real time: until it sleeps.</summary>
    Fifo,

    /// <summary>Real time, in turns.</summary>
    [System.Xml.Serialization.XmlEnum("rr")]
    RoundRobin,
}
