using System.Xml.Serialization;

namespace Pando.Model.Domains;

/// <summary>Whether something is counted while the machine runs (perf_event_open(2)).</summary>
/// <param name="Name">What.</param>
/// <param name="Enabled">Whether.</param>
public sealed record PerfEvent(PerfEventName Name, bool Enabled);

/// <summary>What can be counted.</summary>
public enum PerfEventName
{
    /// <summary>Use of the last cache (resctrl).</summary>
    [XmlEnum("cmt")]
    CacheOccupancy,

    /// <summary>All memory bandwidth (resctrl).</summary>
    [XmlEnum("mbmt")]
    TotalMemoryBandwidth,

    /// <summary>Memory bandwidth of the own node (resctrl).</summary>
    [XmlEnum("mbml")]
    LocalMemoryBandwidth,

    /// <summary>Cycles.</summary>
    [XmlEnum("cpu_cycles")]
    CpuCycles,

    /// <summary>Instructions.</summary>
    Instructions,

    /// <summary>Uses of caches.</summary>
    [XmlEnum("cache_references")]
    CacheReferences,

    /// <summary>Uses of caches that went past them.</summary>
    [XmlEnum("cache_misses")]
    CacheMisses,

    /// <summary>Branches.</summary>
    [XmlEnum("branch_instructions")]
    BranchInstructions,

    /// <summary>Branches that were foreseen wrongly.</summary>
    [XmlEnum("branch_misses")]
    BranchMisses,

    /// <summary>Cycles of the bus.</summary>
    [XmlEnum("bus_cycles")]
    BusCycles,

    /// <summary>Cycles in which nothing could be fetched.</summary>
    [XmlEnum("stalled_cycles_frontend")]
    StalledCyclesFrontend,

    /// <summary>Cycles in which nothing could be retired.</summary>
    [XmlEnum("stalled_cycles_backend")]
    StalledCyclesBackend,

    /// <summary>Cycles at the clock's usual rate.</summary>
    [XmlEnum("ref_cpu_cycles")]
    ReferenceCpuCycles,

    /// <summary>Time by the processor's clock.</summary>
    [XmlEnum("cpu_clock")]
    CpuClock,

    /// <summary>Time by the task's clock.</summary>
    [XmlEnum("task_clock")]
    TaskClock,

    /// <summary>Page faults.</summary>
    [XmlEnum("page_faults")]
    PageFaults,

    /// <summary>Switches between tasks.</summary>
    [XmlEnum("context_switches")]
    ContextSwitches,

    /// <summary>Moves to another processor.</summary>
    [XmlEnum("cpu_migrations")]
    CpuMigrations,

    /// <summary>Page faults without I/O.</summary>
    [XmlEnum("page_faults_min")]
    MinorPageFaults,

    /// <summary>Page faults with I/O.</summary>
    [XmlEnum("page_faults_maj")]
    MajorPageFaults,

    /// <summary>Accesses that were not aligned.</summary>
    [XmlEnum("alignment_faults")]
    AlignmentFaults,

    /// <summary>Instructions that the kernel emulated.</summary>
    [XmlEnum("emulation_faults")]
    EmulationFaults,
}
