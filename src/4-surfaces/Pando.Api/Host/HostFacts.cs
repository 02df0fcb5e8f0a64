namespace Pando.Api.Host;

/// <summary>The host: its hardware, and what runs on it. Answered from the last reading.</summary>
public sealed record HostFacts
{
    /// <summary>Its host name.</summary>
    public required string HostName { get; init; }

    /// <summary>pandod's version.</summary>
    public required string Version { get; init; }

    /// <summary>When pandod was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The distribution: <c>Debian GNU/Linux 12 (bookworm)</c>.</summary>
    public string? Distribution { get; init; }

    /// <summary>The kernel's release: <c>6.1.0-38-amd64</c>.</summary>
    public required string Kernel { get; init; }

    /// <summary>The architecture: <c>x86_64</c>.</summary>
    public required string Arch { get; init; }

    /// <summary>The processors.</summary>
    public required HostProcessors Processors { get; init; }

    /// <summary>All memory, in KiB.</summary>
    public required long MemoryTotalKiB { get; init; }

    /// <summary>What is free or can be made free, in KiB.</summary>
    public required long MemoryAvailableKiB { get; init; }

    /// <summary>What runs guests: <c>kvm</c> or <c>tcg</c>.</summary>
    public required string Accelerator { get; init; }

    /// <summary>Why that is not KVM, in the caller's language; absent when it is.</summary>
    public string? AcceleratorNotice { get; init; }

    /// <summary>The installed QEMU's version; absent where there is none.</summary>
    public string? QemuVersion { get; init; }

    /// <summary>How many machines there are, and how many run.</summary>
    public required int Machines { get; init; }

    /// <summary>How many of them run.</summary>
    public required int MachinesActive { get; init; }
}

/// <summary>A host's processors.</summary>
public sealed record HostProcessors
{
    /// <summary>What the processor calls itself.</summary>
    public string? Model { get; init; }

    /// <summary>How many the kernel has online: threads.</summary>
    public required int Online { get; init; }

    /// <summary>Sockets; absent where the kernel doesn't tell.</summary>
    public int? Sockets { get; init; }

    /// <summary>Cores in a socket.</summary>
    public int? CoresPerSocket { get; init; }

    /// <summary>Threads in a core.</summary>
    public int? ThreadsPerCore { get; init; }

    /// <summary>The clock now, in MHz.</summary>
    public double? MHz { get; init; }

    /// <summary>NUMA nodes.</summary>
    public int? NumaNodes { get; init; }
}
