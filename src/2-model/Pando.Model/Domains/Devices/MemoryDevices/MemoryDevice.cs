namespace Pando.Model.Domains.Devices;

/// <summary>Memory that can be plugged in while the guest runs.</summary>
public sealed record MemoryDevice : Device
{
    /// <summary>What it is.</summary>
    public required MemoryModel Model { get; init; }

    /// <summary>Whether other processes see what the guest writes; null leaves it to the memory's backing.</summary>
    public MemoryDeviceAccess? Access { get; init; }

    /// <summary>Whether the content is thrown away when it is unplugged; null is no.</summary>
    public bool? Discard { get; init; }

    /// <summary>The identity of the label area of some machines' NVDIMMs.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>The size of the host's pages that it is made of, in KiB; null is that of the machine's memory.</summary>
    public long? PageSizeKiB { get; init; }

    /// <summary>The host's NUMA nodes that it is taken from, as a list of numbers and ranges; null is any.</summary>
    public string? HostNodes { get; init; }

    /// <summary>The file that is its content, for what keeps it.</summary>
    public string? Path { get; init; }

    /// <summary>What the place of the file in memory is a multiple of, in KiB; null leaves it to QEMU.</summary>
    public long? AlignSizeKiB { get; init; }

    /// <summary>Whether the file lies on real persistent memory.</summary>
    public bool PersistentMemory { get; init; }

    /// <summary>Its size in KiB.</summary>
    public required long SizeKiB { get; init; }

    /// <summary>The guest's NUMA node; null is none, or the first.</summary>
    public int? Node { get; init; }

    /// <summary>The parts in KiB that a virtio-mem device gives and takes; null is 2 MiB.</summary>
    public long? BlockKiB { get; init; }

    /// <summary>How much of a virtio-mem device the guest is to have, in KiB.</summary>
    public long? RequestedKiB { get; init; }

    /// <summary>How much of a virtio-mem device the guest has, in KiB; only of one run.</summary>
    public long? CurrentKiB { get; init; }

    /// <summary>The size in KiB of the area at the end where an NVDIMM keeps its namespaces; null is none.</summary>
    public long? LabelKiB { get; init; }

    /// <summary>Whether the guest may not write an NVDIMM.</summary>
    public bool ReadOnly { get; init; }
}

/// <summary>What a memory device is.</summary>
public enum MemoryModel
{
    /// <summary>A module of ordinary memory.</summary>
    Dimm,

    /// <summary>A module that keeps its content.</summary>
    Nvdimm,

    /// <summary>A file as memory, which the guest reads past its own cache.</summary>
    VirtioPmem,

    /// <summary>Memory of which the guest has as much as the host asks it to have.</summary>
    VirtioMem,

    /// <summary>Memory for SGX enclaves.</summary>
    SgxEpc,
}

/// <summary>Whether other processes see what the guest writes.</summary>
public enum MemoryDeviceAccess
{
    /// <summary>They do.</summary>
    Shared,

    /// <summary>They do not.</summary>
    Private,
}
