using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Tests.Arguments;

public sealed class DeviceAliasesTests
{
    [Fact]
    public void Devices_are_called_as_libvirt_calls_them()
    {
        DomainDevices devices = DeviceAliases.Assign(TestMachine.With(d => d with
        {
            Disks =
            [
                new DiskDevice { TargetName = "vda", Bus = DiskBus.Virtio },
                new DiskDevice { TargetName = "sda", Bus = DiskBus.Sata, Address = new DriveAddress(0, 0, 0, 3) },
                new DiskDevice { TargetName = "sdb", Bus = DiskBus.Scsi, Address = new DriveAddress(1, 0, 2, 3) },
                new DiskDevice { TargetName = "sdc", Bus = DiskBus.Usb },
            ],
            Interfaces = [new InterfaceDevice(), new InterfaceDevice()],
            Serials = [new SerialDevice()],
            Consoles = [new ConsoleDevice(), new ConsoleDevice { Target = ConsoleTarget.Virtio }],
            Memballoon = new MemballoonDevice(),
        })).Devices;

        Assert.Equal(
            [
                "virtio-disk0", "sata0-0-3", "scsi1-0-2-3", "usb-disk0",
                "pcie.0", "pci.1", "pci.2", "pci.3", "usb", "virtio-serial0", "ide",
                "net0", "net1", "serial0", "serial0", "console0", "balloon0",
            ],
            devices.All().Select(device => device.Alias!.Value.Name));
    }

    [Fact]
    public void A_balloon_that_is_not_there_has_no_name()
    {
        DomainDefinition none = TestMachine.With(d => d with { Memballoon = new MemballoonDevice { Model = MemballoonModel.None } });

        Assert.Null(DeviceAliases.Assign(none).Devices.Memballoon!.Alias);
    }

    [Fact]
    public void What_has_a_name_keeps_it_and_no_other_gets_it()
    {
        DomainDefinition once = DeviceAliases.Assign(TestMachine.With(d => d with
        {
            Interfaces =
            [
                new InterfaceDevice(),
                new InterfaceDevice { Alias = new DeviceAlias("ua-lan") },
                new InterfaceDevice { Alias = new DeviceAlias("net0") },
            ],
        }));

        Assert.Equal(["net1", "ua-lan", "net0"], once.Devices.Interfaces.Items.Select(card => card.Alias!.Value.Name));
        Assert.Equal(once, DeviceAliases.Assign(once));
    }
}
