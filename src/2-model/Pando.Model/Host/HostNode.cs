using Pando.Model.Ports;

namespace Pando.Model.Host;

/// <summary>The host: its hardware and what runs machines on it.</summary>
public sealed record HostNode
{
    /// <summary>Its host name.</summary>
    public required string HostName { get; init; }

    /// <summary>The distribution: <c>Debian GNU/Linux 12 (bookworm)</c>; null where it does not say.</summary>
    public string? Distribution { get; init; }

    /// <summary>The kernel's release: <c>6.1.0-38-amd64</c>; KVM is of the same version.</summary>
    public required string Kernel { get; init; }

    /// <summary>The architecture as uname -m says it: <c>x86_64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>The processors.</summary>
    public required HostProcessors Processors { get; init; }

    /// <summary>All memory, in KiB.</summary>
    public required long MemoryTotalKiB { get; init; }

    /// <summary>What is free or can be made free, in KiB.</summary>
    public required long MemoryAvailableKiB { get; init; }

    /// <summary>How busy it is; null where the kernel does not say.</summary>
    public HostLoad? Load { get; init; }

    /// <summary>How long it has been up; null where the kernel does not say.</summary>
    public TimeSpan? Uptime { get; init; }

    /// <summary>What runs guests.</summary>
    public required AcceleratorVerdict Accelerator { get; init; }

    /// <summary>The installed QEMU's version; null where there is none that runs.</summary>
    public string? QemuVersion { get; init; }
}

/// <summary>A host's processors. What the kernel does not tell is null.</summary>
public sealed record HostProcessors
{
    /// <summary>What the processor calls itself.</summary>
    public string? Model { get; init; }

    /// <summary>How many the kernel has online: threads.</summary>
    public required int Online { get; init; }

    /// <summary>Sockets.</summary>
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

/// <summary>Tasks that ran or waited for the disk, on average (proc_loadavg(5)).</summary>
/// <param name="OneMinute">Over one minute.</param>
/// <param name="FiveMinutes">Over five.</param>
/// <param name="FifteenMinutes">Over fifteen.</param>
public sealed record HostLoad(double OneMinute, double FiveMinutes, double FifteenMinutes);
