using Pando.Model.Domains;
using Pando.Model.Ports;
using Pando.Qemu.Processors;

namespace Pando.Domains.Processors;

/// <summary>Tells of the processors as the capabilities of the installed QEMU have them.</summary>
internal sealed class GuestProcessors(DomainServices services) : IGuestProcessors
{
    internal const string UsualMachine = "q35";

    public async Task<ProcessorOffer> OfferAsync(DomainType type, CancellationToken cancellationToken = default)
    {
        var accelerator = type == DomainType.Qemu ? Accelerator.Tcg : (await services.Host.AcceleratorAsync(cancellationToken)).Accelerator;
        var qemu = await services.Capabilities.GetAsync(services.Qemu.Binary, accelerator, cancellationToken);
        var machine = qemu.Machine(UsualMachine);
        return new ProcessorOffer(
            qemu.Binary.Path, qemu.Architecture, machine.Name, machine.MaxCpus, accelerator,
            [.. qemu.CpuModels.Where(model => !ModelNames.IsNone(model.Name)).OrderBy(model => model.Name, StringComparer.Ordinal).Select(model => new OfferedModel(
                model.Name, model.Usable, [.. (model.MissingFeatures ?? []).Select(FeatureNames.Feature)], model.Deprecated, model.AliasOf)),],
            qemu.HostProcessor is null ? null : HostModel.Of(qemu));
    }
}
