using Pando.Model.Domains;
using Pando.Model.Host;

namespace Pando.Model.Ports;

/// <summary>What the engine asks of the host it runs on. Answers come from the last reading and never wait for hardware.</summary>
public interface IHostFacts
{
    /// <summary>All memory of the host, in KiB.</summary>
    long MemoryTotalKiB { get; }

    /// <summary>Processors that are online.</summary>
    int ProcessorsOnline { get; }

    /// <summary>Where processors and memory are, read now.</summary>
    HostTopology Topology();

    /// <summary>What the host's firmware tells of its maker, read now: the firmware and the machine, without its identity. Null where it tells nothing.</summary>
    SmbiosInfo? Smbios();

    /// <summary>What the host's firmware tells of it and all its parts, its identity too; null where it tells nothing, or not to this process.</summary>
    HostInformation? Information();

    /// <summary>What the host is made of, read now.</summary>
    HostHardware Hardware();

    /// <summary>
    /// What can run guests here, found by running one (architecture.md §8), once a boot. The first call may take as
    /// long as the probe's limit (5 s); a host without KVM answers TCG, with the reason.
    /// </summary>
    ValueTask<AcceleratorVerdict> AcceleratorAsync(CancellationToken cancellationToken = default);
}

/// <summary>What runs guests.</summary>
public enum Accelerator
{
    /// <summary>QEMU translates every instruction: works everywhere, slow.</summary>
    Tcg,

    /// <summary>The processor's own virtualization, through /dev/kvm.</summary>
    Kvm,
}

/// <summary>Which accelerator, and why not the better one.</summary>
/// <param name="Accelerator">What guests get.</param>
/// <param name="Reason">For people, one sentence in English: why KVM is not used; null when it is.</param>
/// <param name="Code">A stable word for <paramref name="Reason"/>: <c>no-device</c>, <c>no-permission</c>, <c>guest-did-not-run</c>…</param>
public sealed record AcceleratorVerdict(Accelerator Accelerator, string? Reason = null, string? Code = null);
