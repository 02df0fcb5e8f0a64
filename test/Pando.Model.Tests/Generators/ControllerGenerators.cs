using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains.Devices;
using static Pando.Model.Tests.Generators.Generate;

namespace Pando.Model.Tests.Generators;

/// <summary>Controllers of every kind.</summary>
internal static class ControllerGenerators
{
    public static Gen<ControllerDevice> Controller(int number) => Gen.OneOf(
            Gen.Constant<ControllerDevice>(new SataController()),
            MaybeAny<IdeControllerModel>().Select(model => (ControllerDevice)new IdeController { Model = model }),
            Scsi,
            VirtioSerial,
            Usb,
            Pci)
        .With(Gen.Constant<int?>(number), (c, v) => c with { Index = v })
        .With(DeviceGenerators.Alias("controller", number), (c, v) => c with { Alias = v })
        .With(DeviceGenerators.Pci(2, number), (c, v) => c with { Address = v });

    private static Gen<ControllerDevice> Scsi =>
        from model in MaybeAny<ScsiControllerModel>()
        from scsi in Gen.Constant(new ScsiController { Model = model })
            .With(MaybeNumber(1, 8), (c, v) => c with { Queues = v })
            .With(MaybeNumber(1, 1000), (c, v) => c with { RequestsOfUnit = v })
            .With(MaybeNumber(1, 1000), (c, v) => c with { MostSectors = v })
            .With(MaybeBool, (c, v) => c with { IoEventFd = v })
            .With(MaybeBool, (c, v) => c with { Virtio = c.Virtio with { Ats = v } })
        select (ControllerDevice)(model?.IsVirtio() == true ? scsi : new ScsiController { Model = model });

    private static Gen<ControllerDevice> VirtioSerial =>
        from model in MaybeAny<VirtioModel>()
        from ports in MaybeNumber(1, 31)
        from vectors in MaybeNumber(0, 64)
        from paged in MaybeBool
        select (ControllerDevice)new VirtioSerialController { Model = model, Ports = ports, Vectors = vectors, Virtio = new VirtioOptions { PagePerQueue = paged } };

    private static Gen<ControllerDevice> Usb =>
        from model in MaybeAny<UsbControllerModel>()
        from ports in MaybeNumber(1, 15)
        from master in Gen.Elements(0, 2, 4)
        select (ControllerDevice)new UsbController
        {
            Model = model,
            Ports = model is UsbControllerModel.QemuXhci or UsbControllerModel.NecXhci ? ports : null,
            MasterStartPort = model is UsbControllerModel.Ich9Uhci1 or UsbControllerModel.Ich9Uhci2 or UsbControllerModel.Ich9Uhci3 ? master : null,
        };

    private static Gen<ControllerDevice> Pci =>
        from model in Any<PciControllerModel>()
        from numbers in MaybeNumber(1, 254).Four()
        from hotplug in MaybeBool
        from old in Bool
        let isPort = model is PciControllerModel.PcieRootPort or PciControllerModel.PcieSwitchDownstreamPort
        let isExpander = model is PciControllerModel.PciExpanderBus or PciControllerModel.PcieExpanderBus
        select (ControllerDevice)new PciController
        {
            Model = model,
            DeviceName = old && model == PciControllerModel.PcieRootPort ? "ioh3420" : null,
            Hole64KiB = model is PciControllerModel.PciRoot or PciControllerModel.PcieRoot ? numbers.Item1 : null,
            Chassis = isPort ? numbers.Item1 : null,
            Port = isPort ? numbers.Item2 : null,
            HotPlug = isPort ? hotplug : null,
            BusNumber = isExpander ? numbers.Item3 : null,
            NumaNode = isExpander ? numbers.Item4 : null,
            ChassisNumber = model == PciControllerModel.PciBridge ? numbers.Item1 : null,
        };
}
