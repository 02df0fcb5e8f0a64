using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Host;
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
    /// <exception cref="CallerException"><c>qemu.unknown-machine</c>, <c>qemu.other-architecture</c>, <c>qemu.other-program</c>, <c>qemu.no-kvm</c>.</exception>
    Task<DomainCapabilities> OfMachineAsync(MachineWish wish, CancellationToken cancellationToken = default);

    /// <summary>How the host's processor, or what a machine gets of it, stands to the first one that a text describes.</summary>
    /// <exception cref="CallerException"><c>definition.no-cpu</c>, <c>qemu.unknown-cpu</c>, <c>qemu.unknown-feature</c>.</exception>
    Task<CpuVerdict> CompareAsync(CpuQuestion question, CancellationToken cancellationToken = default);

    /// <summary>The best processor that all have which a text describes, as a definition writes it.</summary>
    /// <param name="question">Which.</param>
    /// <param name="migratable">Without what blocks a move to another host.</param>
    /// <param name="expand">With every feature of the model named.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CallerException"><c>definition.no-cpu</c>, <c>definition.missing</c>, <c>qemu.unknown-cpu</c>, <c>qemu.unknown-feature</c>, <c>qemu.nothing-in-common</c>, <c>qemu.several-vendors</c>.</exception>
    Task<CpuDefinition> BaselineAsync(CpuQuestion question, bool migratable, bool expand, CancellationToken cancellationToken = default);

    /// <summary>What the firmware tells of the host.</summary>
    /// <exception cref="CallerException"><c>host.no-information</c></exception>
    HostInformation Information();
}

/// <summary>A question about processors that documents describe.</summary>
/// <param name="Text">The documents.</param>
/// <param name="Machine">What machine it is about; null: the host itself.</param>
/// <param name="Strict">Whether elements that no processor has are refused.</param>
public sealed record CpuQuestion(string Text, MachineWish? Machine = null, bool Strict = false);

/// <summary>Which machine; what is null is as a definition has it that does not say.</summary>
/// <param name="Type">Its type. Without KVM one of type kvm gets what the translator gives.</param>
/// <param name="Machine">The machine type.</param>
/// <param name="Architecture">What it emulates.</param>
/// <param name="Emulator">The program.</param>
public sealed record MachineWish(DomainType? Type = null, string? Machine = null, string? Architecture = null, string? Emulator = null);
