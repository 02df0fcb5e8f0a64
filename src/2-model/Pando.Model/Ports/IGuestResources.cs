using Pando.Model.Domains;

namespace Pando.Model.Ports;

/// <summary>
/// Holds a machine to what its definition says of the host's processors, memory and disks: <c>&lt;cputune&gt;</c>,
/// <c>&lt;memtune&gt;</c>, <c>&lt;blkiotune&gt;</c>, <c>&lt;numatune&gt;</c>. All of it can be applied anew while the machine runs.
/// </summary>
public interface IGuestResources
{
    /// <summary>Refuses what this host cannot hold the machine to.</summary>
    /// <exception cref="Errors.CallerException"><c>confinement.no-controller</c>, <c>confinement.no-resctrl</c>.</exception>
    void Require(DomainDefinition definition, GuestConfinement confinement);

    /// <summary>Applies what holds for the machine as a whole. Where it fails, what was in force before is in force again.</summary>
    /// <param name="definition">What is to be in force.</param>
    /// <param name="before">What is in force; null for a machine that is being started.</param>
    /// <param name="confinement">The machine's group.</param>
    /// <exception cref="Errors.CallerException"><c>confinement.no-controller</c>, <c>confinement.value-refused</c>.</exception>
    void Apply(DomainDefinition definition, DomainDefinition? before, GuestConfinement confinement);

    /// <summary>Applies what holds for single threads: their processor time, their part of caches and of memory bandwidth. To be done again when threads have come.</summary>
    /// <exception cref="Errors.CallerException"><c>confinement.value-refused</c>.</exception>
    void ApplyThreads(DomainDefinition definition, GuestConfinement confinement, GuestThreads threads);

    /// <summary>What is measured of a running machine's use of caches and bandwidth, now; nothing where nothing is to be.</summary>
    ResourceReadings Readings(DomainDefinition definition);
}

/// <summary>What the monitors of a machine's <c>&lt;cachetune&gt;</c> and <c>&lt;memorytune&gt;</c> tell.</summary>
/// <param name="Caches">Those of caches.</param>
/// <param name="Bandwidths">Those of memory bandwidth.</param>
public sealed record ResourceReadings(IReadOnlyList<CacheUse> Caches, IReadOnlyList<BandwidthUse> Bandwidths);

/// <summary>What virtual processors hold of caches.</summary>
/// <param name="Name">The monitor, by its virtual processors.</param>
/// <param name="Vcpus">The virtual processors.</param>
/// <param name="Bytes">How much of each cache, by its id.</param>
public sealed record CacheUse(string Name, NumberSet Vcpus, IReadOnlyList<(int Id, long Bytes)> Bytes);

/// <summary>What virtual processors have read and written of memory.</summary>
/// <param name="Name">The monitor, by its virtual processors.</param>
/// <param name="Vcpus">The virtual processors.</param>
/// <param name="Local">Bytes of the node's own memory, by the node.</param>
/// <param name="Total">Bytes of all memory, by the node.</param>
public sealed record BandwidthUse(string Name, NumberSet Vcpus, IReadOnlyList<(int Id, long Bytes)> Local, IReadOnlyList<(int Id, long Bytes)> Total);

/// <summary>The threads of a QEMU process. Those that are in neither list are its own.</summary>
/// <param name="Process">The process.</param>
/// <param name="Vcpus">Those of virtual processors, by their number.</param>
/// <param name="IoThreads">I/O threads, by their number.</param>
public sealed record GuestThreads(int Process, IReadOnlyDictionary<int, int> Vcpus, IReadOnlyDictionary<int, int> IoThreads);
