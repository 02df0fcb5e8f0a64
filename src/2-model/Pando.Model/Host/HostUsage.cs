namespace Pando.Model.Host;

/// <summary>How much of a host's processors and memory is used.</summary>
/// <param name="Total">What all processors did since the host began; null where the kernel does not tell.</param>
/// <param name="Processors">Every processor that is there, by number, online or not.</param>
/// <param name="Memory">The memory.</param>
/// <param name="Nodes">The memory of each NUMA node, by number; a host without NUMA is one node.</param>
public sealed record HostUsage(ProcessorTimes? Total, EquatableArray<ProcessorUsage> Processors, MemoryUsage Memory, EquatableArray<NodeMemory> Nodes);

/// <summary>One processor that is there.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Online">Whether the kernel uses it.</param>
/// <param name="Times">What it did since the host began; null for one that is not online.</param>
public sealed record ProcessorUsage(int Number, bool Online, ProcessorTimes? Times);

/// <summary>What processors did (proc_stat(5)), in the sums of libvirt's virNodeGetCPUStats.</summary>
/// <param name="User">In programs, nice ones and guests among them.</param>
/// <param name="System">In the kernel, its interrupts among it.</param>
/// <param name="Idle">Nothing.</param>
/// <param name="IoWait">Nothing, while something waited for a disk.</param>
public sealed record ProcessorTimes(TimeSpan User, TimeSpan System, TimeSpan Idle, TimeSpan IoWait);

/// <summary>A host's memory (proc_meminfo(5)), in KiB.</summary>
/// <param name="TotalKiB">All of it.</param>
/// <param name="FreeKiB">What nobody uses; what could be freed is not counted.</param>
/// <param name="BuffersKiB">Of blocks of devices.</param>
/// <param name="CachedKiB">Of files.</param>
public sealed record MemoryUsage(long TotalKiB, long FreeKiB, long BuffersKiB, long CachedKiB);

/// <summary>A NUMA node's memory, in KiB.</summary>
/// <param name="Number">The node.</param>
/// <param name="TotalKiB">All of it.</param>
/// <param name="FreeKiB">What nobody uses.</param>
public sealed record NodeMemory(int Number, long TotalKiB, long FreeKiB);
