using Pando.Model.Domains;

namespace Pando.Domains.Statistics;

/// <summary>The figures of one machine. The names are libvirt's (virDomainListGetStats).</summary>
/// <param name="Id">The machine.</param>
/// <param name="Name">Its name.</param>
public sealed record MachineStatistics(DomainId Id, string Name)
{
    /// <summary>Numbers by their name: <c>cpu.time</c>.</summary>
    public required IReadOnlyDictionary<string, long> Numbers { get; init; }

    /// <summary>Words by their name: <c>block.0.name</c>.</summary>
    public required IReadOnlyDictionary<string, string> Words { get; init; }

    /// <summary>Since when the figures that the kernel has are; null for a machine without a process.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Since when the figures that QEMU has are: older where it does not answer, null where it never did.</summary>
    public DateTimeOffset? QemuAt { get; init; }
}
