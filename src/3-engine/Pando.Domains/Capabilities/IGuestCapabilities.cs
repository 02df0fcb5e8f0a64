using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Xml.Processors;

namespace Pando.Domains.Capabilities;

/// <summary>What this host is for guests, and what machines can be here.</summary>
public interface IGuestCapabilities
{
    /// <summary>The host: what guests that come to it depend on, and what runs them.</summary>
    Task<HostCapabilities> OfHostAsync(CancellationToken cancellationToken = default);

    /// <summary>What a machine can be.</summary>
    /// <param name="wish">What machine.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CallerException"><c>qemu.unknown-machine</c>, <c>qemu.other-architecture</c>, <c>qemu.other-program</c>.</exception>
    Task<DomainCapabilities> OfMachineAsync(MachineWish wish, CancellationToken cancellationToken = default);
}

/// <summary>Which machine; what is null is as a definition has it that does not say.</summary>
/// <param name="Type">Its type. Without KVM one of type kvm gets what the translator gives.</param>
/// <param name="Machine">The machine type.</param>
/// <param name="Architecture">What it emulates.</param>
/// <param name="Emulator">The program.</param>
public sealed record MachineWish(DomainType? Type = null, string? Machine = null, string? Architecture = null, string? Emulator = null);
