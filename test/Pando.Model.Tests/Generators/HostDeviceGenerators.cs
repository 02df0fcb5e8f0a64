using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains.Devices;
using static Pando.Model.Tests.Generators.DeviceGenerators;
using static Pando.Model.Tests.Generators.Generate;

namespace Pando.Model.Tests.Generators;

/// <summary>Devices of the host.</summary>
internal static class HostDeviceGenerators
{
    public static Gen<HostDevice> HostDevice(int number) =>
        from device in Gen.OneOf(Pci(number), Usb(number), Scsi, Controller(number), Mediated(number))
        from address in device switch
        {
            HostPciDevice => Gen.OneOf(DeviceGenerators.Pci(8, number), Gen.Constant<DeviceAddress?>(UnassignedAddress.Instance)),
            HostUsbDevice => DeviceGenerators.Usb(30 + number),
            HostScsiDevice => Maybe(Gen.Constant<DeviceAddress>(new DriveAddress(7, 0, 0, number))),
            HostMediatedDevice { Model: not MediatedModel.VfioPci } => Gen.Constant<DeviceAddress?>(null),
            _ => DeviceGenerators.Pci(8, number),
        }
        from managed in MaybeBool
        from alias in Alias("hostdev", number)
        select device with { Managed = managed, Alias = alias, Address = address };

    private static Gen<HostDevice> Pci(int number) =>
        Gen.Constant(new HostPciDevice { Host = new PciAddress(5, number, Domain: 1) })
            .With(MaybeAny<HostPciDriver>(), (d, v) => d with { Driver = v })
            .With(MaybeBool, (d, v) => d with { WriteFiltering = v })
            .With(MaybeAny<StartupPolicy>(), (d, v) => d with { StartupPolicy = v })
            .With(InterfaceGenerators.Rom, (d, v) => d with { Rom = v })
            .With(Bool, (d, v) => v ? d with { Teaming = new InterfaceTeaming(new DeviceAlias("ua-team")) } : d)
            .Select(device => (HostDevice)device);

    private static Gen<HostDevice> Usb(int number) =>
        from place in Gen.Choose(0, 2)
        from known in Bool
        from serial in Maybe(Line)
        from device in Gen.Constant(new HostUsbDevice
        {
            Vendor = known ? 0x1234 : null,
            Product = known ? 0xbe00 + number : null,
            SerialNumber = serial,
            Bus = place > 0 || (!known && serial is null) ? 1 : null,
            Port = place == 1 || (place == 0 && !known && serial is null) ? $"1.{number + 1}" : null,
            DeviceNumber = place == 2 ? number + 1 : null,
        })
            .With(MaybeAny<StartupPolicy>(), (d, v) => d with { StartupPolicy = v })
            .With(MaybeAny<GuestReset>(), (d, v) => d with { GuestReset = v })
        select (HostDevice)device;

    private static Gen<HostDevice> Scsi =>
        from unit in Gen.Choose(0, 99)
        from iscsi in Bool
        from filter in Gen.Elements<bool?>(true, null)
        from raw in MaybeBool
        from flags in Gen.Two(Bool)
        select (HostDevice)new HostScsiDevice
        {
            Source = iscsi
                ? new IscsiScsiSource(new NetworkSource { Protocol = NetworkProtocol.Iscsi, Name = $"iqn.x:y/{unit}", Hosts = [new SourceHost(null, "example.org", 3260)], InitiatorName = "iqn.me" })
                : new AdapterScsiSource("scsi_host2", 0, 1, unit),
            FilterCommands = filter,
            RawIo = raw,
            ReadOnly = flags.Item1,
            Shareable = flags.Item2,
        };

    private static Gen<HostDevice> Controller(int number) =>
        MaybeAny<VirtioModel>().Select(model => (HostDevice)new HostScsiController { WorldWidePortName = $"naa.{number:x16}", Model = model });

    private static Gen<HostDevice> Mediated(int number) =>
        from model in Any<MediatedModel>()
        from display in MaybeBool
        from ramfb in Bool
        select (HostDevice)new HostMediatedDevice
        {
            Model = model,
            Uuid = new Guid(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
            Display = model == MediatedModel.VfioPci ? display : null,
            RamFramebuffer = model == MediatedModel.VfioPci && display == true ? ramfb : null,
        };
}
