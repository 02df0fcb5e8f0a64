using Pando.Linux.Kernel;
using Pando.Model.Domains;

namespace Pando.Domains.Statistics.Perf;

/// <summary>What of the kernel's counts each event of a definition is.</summary>
internal static class PerfSources
{
    /// <summary>Null for what the kernel no longer counts this way.</summary>
    public static (PerfSource Source, ulong Number)? Of(PerfEventName name) => name switch
    {
        PerfEventName.CpuCycles => (PerfSource.Hardware, 0),
        PerfEventName.Instructions => (PerfSource.Hardware, 1),
        PerfEventName.CacheReferences => (PerfSource.Hardware, 2),
        PerfEventName.CacheMisses => (PerfSource.Hardware, 3),
        PerfEventName.BranchInstructions => (PerfSource.Hardware, 4),
        PerfEventName.BranchMisses => (PerfSource.Hardware, 5),
        PerfEventName.BusCycles => (PerfSource.Hardware, 6),
        PerfEventName.StalledCyclesFrontend => (PerfSource.Hardware, 7),
        PerfEventName.StalledCyclesBackend => (PerfSource.Hardware, 8),
        PerfEventName.ReferenceCpuCycles => (PerfSource.Hardware, 9),
        PerfEventName.CpuClock => (PerfSource.Software, 0),
        PerfEventName.TaskClock => (PerfSource.Software, 1),
        PerfEventName.PageFaults => (PerfSource.Software, 2),
        PerfEventName.ContextSwitches => (PerfSource.Software, 3),
        PerfEventName.CpuMigrations => (PerfSource.Software, 4),
        PerfEventName.MinorPageFaults => (PerfSource.Software, 5),
        PerfEventName.MajorPageFaults => (PerfSource.Software, 6),
        PerfEventName.AlignmentFaults => (PerfSource.Software, 7),
        PerfEventName.EmulationFaults => (PerfSource.Software, 8),
        _ => null,
    };
}
