using Pando.Domains.Processors;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Host;
using Pando.Model.Ports;
using Pando.Model.Xml.Processors;
using Pando.Qemu.Capabilities;
using Pando.Qemu.Firmware;
using Pando.Qemu.Processors;

namespace Pando.Domains.Capabilities;

/// <summary>Puts together what the host, its firmware and the installed QEMU say of themselves.</summary>
internal sealed partial class GuestCapabilities(DomainServices services) : IGuestCapabilities
{
    public async Task<HostCapabilities> OfHostAsync(CancellationToken cancellationToken = default)
    {
        var accelerator = (await services.Host.AcceleratorAsync(cancellationToken)).Accelerator;
        var qemu = await services.Capabilities.GetAsync(services.Qemu.Binary, accelerator, cancellationToken);
        var hardware = services.Host.Hardware();
        var nearest = hardware.Processor is { } processor
            ? NearestModel.Of(processor.Vendor, processor.Family, processor.Model, processor.Features, qemu)
            : null;
        return new HostCapabilities(
            hardware,
            nearest?.Model.Name,
            Vendors.Name(hardware.Processor?.Vendor),
            nearest?.More ?? hardware.Processor?.Features.Items ?? [],
            [new GuestOffer(qemu.Binary.Path, qemu.Architecture, Machines(qemu), accelerator == Accelerator.Kvm ? [DomainType.Qemu, DomainType.Kvm] : [DomainType.Qemu])]);
    }

    public async Task<DomainCapabilities> OfMachineAsync(MachineWish wish, CancellationToken cancellationToken = default)
    {
        var accelerator = await AcceleratorAsync(wish.Type, cancellationToken);
        var qemu = await Wanted(wish, accelerator, cancellationToken);
        var machine = qemu.Machine(wish.Machine ?? GuestProcessors.UsualMachine);
        if (!IsOffered(machine))
        {
            throw new CallerException(ErrorCodes.Qemu.UnknownMachine, ("machine", machine.Name), ("path", qemu.Binary.Path));
        }
        FirmwareDescriptor[] firmware = [.. services.Firmware.Uefi(machine.Name)];
        return new DomainCapabilities(
            qemu.Binary.Path, accelerator == Accelerator.Kvm ? DomainType.Kvm : DomainType.Qemu, machine.Name, qemu.Architecture, machine.MaxCpus,
            accelerator == Accelerator.Kvm, qemu.HostProcessor is null ? null : HostModel.Of(qemu), Models(qemu))
        {
            Firmware = new FirmwareOffer(
                [.. firmware.Select(one => one.Mapping.Executable!.Filename).Distinct(StringComparer.Ordinal)], firmware.Any(FirmwareCatalog.VerifiesBoot)),
            HyperV = qemu.HyperV,
            Devices = OfferedDevices.Of(qemu, machine, services.Qemu),
            Sev = qemu.Sev is { } sev ? new MemoryEncryption(sev.CbitPosition, sev.ReducedPhysicalBits) : null,
        };
    }

    public HostInformation Information() => services.Host.Information() ?? throw new CallerException(ErrorCodes.Host.NoInformation);

    /// <summary>What runs machines of a type. Machines of type kvm are translated where there is no KVM, but what KVM would give them is not known then.</summary>
    private async Task<Accelerator> AcceleratorAsync(DomainType? type, CancellationToken cancellationToken)
    {
        var usable = (await services.Host.AcceleratorAsync(cancellationToken)).Accelerator;
        return type == DomainType.Qemu ? Accelerator.Tcg
            : type == DomainType.Kvm && usable != Accelerator.Kvm ? throw new CallerException(ErrorCodes.Qemu.NoKvm, ("path", services.Qemu.Binary))
            : usable;
    }

    private async Task<QemuCapabilities> Wanted(MachineWish wish, Accelerator accelerator, CancellationToken cancellationToken)
    {
        var qemu = await services.Capabilities.GetAsync(services.Qemu.Binary, accelerator, cancellationToken);
        if (wish.Architecture is { } architecture && architecture != qemu.Architecture)
        {
            throw new CallerException(ErrorCodes.Qemu.OtherArchitecture, ("architecture", architecture), ("there", qemu.Architecture));
        }
        return wish.Emulator is not { } path || path == qemu.Binary.Path
            ? qemu
            : throw new CallerException(ErrorCodes.Qemu.OtherProgram, ("path", path), ("there", qemu.Binary.Path));
    }

    private static ListedModel[] Models(QemuCapabilities qemu) =>
    [
        .. qemu.CpuModels.Where(model => !ModelNames.IsNone(model.Name)).OrderBy(model => model.Name, StringComparer.Ordinal)
            .Select(model => new ListedModel(model.Name, model.Usable, model.Deprecated, Vendors.OfModel(model.Name, qemu.Traits(model)))),
    ];

    private static ListedMachine[] Machines(QemuCapabilities qemu) =>
    [
        .. qemu.Machines.Where(IsOffered).OrderByDescending(machine => machine.Alias is not null).SelectMany(machine => machine.Alias is { } alias
            ? (ListedMachine[])[new(alias, machine.Name, machine.MaxCpus, machine.Deprecated), new(machine.Name, null, machine.MaxCpus, machine.Deprecated)]
            : [new(machine.Name, null, machine.MaxCpus, machine.Deprecated)]),
    ];

    // What definitions may name: not those without PCI, and not those for QEMU's own makers.
    private static bool IsOffered(MachineType machine) =>
        machine.Name.StartsWith("pc-q35-", StringComparison.Ordinal) || machine.Name.StartsWith("pc-i440fx-", StringComparison.Ordinal);
}
