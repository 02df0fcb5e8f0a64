namespace Pando.Api.Statistics;

/// <summary>The figures of one machine, under libvirt's names (virDomainListGetStats): <c>cpu.time</c>, <c>block.0.rd.bytes</c>….</summary>
public sealed record MachineStatistics
{
    /// <summary>Its uuid.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>When the figures were taken that the kernel has; absent while nothing runs.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>When the figures were taken that QEMU has: earlier where it does not answer.</summary>
    public DateTimeOffset? QemuAt { get; init; }

    /// <summary>The numbers. Times are nanoseconds; memory is KiB; what goes through disks and interfaces is bytes.</summary>
    public required IReadOnlyDictionary<string, long> Numbers { get; init; }

    /// <summary>The names of what they are about.</summary>
    public required IReadOnlyDictionary<string, string> Words { get; init; }
}
