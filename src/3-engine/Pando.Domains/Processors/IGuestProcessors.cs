using Pando.Model.Domains;
using Pando.Model.Ports;

namespace Pando.Domains.Processors;

/// <summary>The processors that guests of this host can have.</summary>
public interface IGuestProcessors
{
    /// <summary>What the installed QEMU can give; asked once, and after a boot or an update of QEMU again.</summary>
    /// <param name="type">For a machine of this type; without KVM one of type kvm gets what the translator gives.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<ProcessorOffer> OfferAsync(DomainType type, CancellationToken cancellationToken = default);
}

/// <summary>What a QEMU can give guests.</summary>
/// <param name="Emulator">The program.</param>
/// <param name="Architecture">What it emulates.</param>
/// <param name="Machine">The machine type that a definition gets which names none.</param>
/// <param name="MostVcpus">The most virtual processors of that machine.</param>
/// <param name="Accelerator">What runs them.</param>
/// <param name="Models">Every model, by name.</param>
/// <param name="HostModel">What <c>host-model</c> is here; null where QEMU does not say.</param>
public sealed record ProcessorOffer(
    string Emulator, string Architecture, string Machine, int MostVcpus, Accelerator Accelerator, IReadOnlyList<OfferedModel> Models, CpuDefinition? HostModel);

/// <summary>A named processor.</summary>
/// <param name="Name">As definitions name it.</param>
/// <param name="Usable">Whether a guest gets all of it here; null where QEMU does not say.</param>
/// <param name="Missing">What it does not get, in the definitions' words.</param>
/// <param name="Deprecated">Whether QEMU advises against it.</param>
/// <param name="StandsFor">The versioned model that it is another name of; null for a model itself.</param>
public sealed record OfferedModel(string Name, bool? Usable, IReadOnlyList<string> Missing, bool Deprecated, string? StandsFor);
