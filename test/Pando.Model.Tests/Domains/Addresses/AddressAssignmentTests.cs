using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;

namespace Pando.Model.Tests.Domains.Addresses;

/// <summary>What the comparison with libvirt cannot show: what is refused, and what libvirt cannot do.</summary>
public class AddressAssignmentTests
{
    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(1, 3, 0)]
    public void A_place_that_a_device_cannot_have_is_refused(int bus, int slot, int function) => Refused(ErrorCodes.Definition.Misplaced, "q35", new()
    {
        Controllers = [new PciController { Model = PciControllerModel.PcieRootPort, Index = 1 }],
        Rngs = [new RngDevice { Address = new PciAddress(bus, slot, function) }],
    });

    [Theory]
    [InlineData("q35", 0x1f, 0)]
    [InlineData("q35", 0x1f, 2)]
    [InlineData("pc", 1, 0)]
    [InlineData("pc", 1, 1)]
    [InlineData("pc", 1, 2)]
    public void A_place_that_the_chipset_has_is_refused(string machine, int slot, int function) =>
        Refused(ErrorCodes.Definition.PlaceTaken, machine, new() { Rngs = [new RngDevice { Address = new PciAddress(0, slot, function) }] });

    [Fact]
    public void The_place_of_the_chipsets_own_SATA_controller_cannot_be_another() => Refused(ErrorCodes.Definition.Misplaced, "q35", new()
    {
        Controllers = [new SataController { Index = 0, Address = new PciAddress(0, 5) }],
    });

    [Fact]
    public void The_place_of_the_chipsets_own_IDE_controller_cannot_be_another() => Refused(ErrorCodes.Definition.Misplaced, "pc", new()
    {
        Controllers = [new IdeController { Index = 0, Address = new PciAddress(0, 5) }],
    });

    [Fact]
    public void An_IDE_disk_has_no_place_on_q35() =>
        Refused(ErrorCodes.Definition.NoPlace, "q35", new() { Disks = [new DiskDevice { TargetName = "hda", FilePath = "/a" }] });

    [Fact]
    public void A_fifth_IDE_disk_has_no_place() =>
        Refused(ErrorCodes.Definition.NoPlace, "pc", new() { Disks = "abcde".Select(letter => new DiskDevice { TargetName = $"hd{letter}", FilePath = "/a" }).ToEquatableArray() });

    [Fact]
    public void A_USB_device_has_no_place_without_USB() => Refused(ErrorCodes.Definition.NoPlace, "q35", new()
    {
        Controllers = [new UsbController { Model = UsbControllerModel.None, Index = 0 }],
        Inputs = [new InputDevice { Kind = InputKind.Tablet }],
    });

    [Fact]
    public void The_root_of_the_other_chipset_is_refused() => Refused(ErrorCodes.Definition.Misplaced, "q35", new()
    {
        Controllers = [new PciController { Model = PciControllerModel.PciRoot, Index = 0 }],
    });

    [Fact]
    public void Two_roots_are_refused() => Refused(ErrorCodes.Definition.PlaceTaken, "q35", new()
    {
        Controllers = [new PciController { Model = PciControllerModel.PcieRoot }, new PciController { Model = PciControllerModel.PcieRoot }],
    });

    [Fact]
    public void More_USB_devices_than_ports_get_another_controller()
    {
        var devices = TestHost.Normalised(With("q35", new() { Inputs = Enumerable.Repeat(new InputDevice { Kind = InputKind.Tablet }, 6).ToEquatableArray() })).Devices;
        Assert.Equal(["0:1", "0:2", "0:3", "0:4", "1:1", "1:2"], devices.Inputs.Items.Where(input => input.Bus == InputBus.Usb).Select(input => input.Address!.ToString()));
    }

    [Fact]
    public void The_first_virtio_console_has_port_0_and_channels_never_do()
    {
        var devices = TestHost.Normalised(With("q35", new()
        {
            Channels = [new ChannelDevice { Name = "a" }],
            Consoles = [new ConsoleDevice { Target = ConsoleTarget.Virtio }, new ConsoleDevice { Target = ConsoleTarget.Virtio }],
        })).Devices;
        Assert.Equal(new VirtioSerialAddress(0, 0, 1), devices.Channels[0].Address);
        Assert.Equal([new VirtioSerialAddress(0, 0, 0), new VirtioSerialAddress(0, 0, 2)], devices.Consoles.Items.Select(console => console.Address));
    }

    [Fact]
    public void Devices_that_just_fill_two_buses_leave_room_for_the_bridges()
    {
        for (var count = 55; count < 70; count++)
        {
            var cards = Enumerable.Range(0, count).Select(n => new InterfaceDevice { Mac = MacAddress.WithQemuPrefix(n), Model = InterfaceModel.E1000 }).ToEquatableArray();
            Assert.All(TestHost.Normalised(With("pc", new() { Interfaces = cards })).Devices.Interfaces, card => Assert.NotNull(card.Address));
        }
    }

    [Fact]
    public void Ports_have_numbers_that_no_other_port_has()
    {
        var controllers = TestHost.Normalised(With("q35", new()
        {
            Controllers = [new PciController { Model = PciControllerModel.PcieRootPort, Index = 3, Chassis = 1 }],
            Rngs = Enumerable.Repeat(new RngDevice(), 12).ToEquatableArray(),
        })).Devices.Controllers.Items.OfType<PciController>().Select(pci => pci.Chassis).OfType<int>().ToList();
        Assert.Equal(controllers.Distinct(), controllers);
    }

    [Fact]
    public void A_machine_full_to_the_last_bus_is_refused_and_not_searched_for_ever() =>
        Refused(ErrorCodes.Definition.NoPlace, "q35", new() { Rngs = Enumerable.Repeat(new RngDevice(), 300).ToEquatableArray() });

    private static void Refused(ErrorCode code, string machine, DomainDevices devices) =>
        Assert.Equal(code, Assert.Throws<CallerException>(() => TestHost.Normalised(With(machine, devices))).Code);

    private static DomainDefinition With(string machine, DomainDevices devices) => new()
    {
        Type = DomainType.Qemu,
        Name = "vm1",
        MemoryKiB = 1024,
        CurrentMemoryKiB = 1024,
        Vcpus = 1,
        VcpusCurrent = 1,
        Os = new OsDefinition { Machine = machine },
        Devices = devices,
    };
}
