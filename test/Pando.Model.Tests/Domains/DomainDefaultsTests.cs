using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;

namespace Pando.Model.Tests.Domains;

public class DomainDefaultsTests
{
    private static readonly DomainDefinition Bare = new()
    {
        Type = DomainType.Qemu,
        Name = "vm1",
        MemoryKiB = 1024,
        CurrentMemoryKiB = 1024,
        Vcpus = 1,
        VcpusCurrent = 1,
    };

    [Fact]
    public void A_machine_gets_a_uuid_and_a_type_that_stays_when_QEMU_is_upgraded()
    {
        var complete = DomainDefaults.Complete(Bare, TestHost.Defaults);
        Assert.NotEqual(default, complete.Id);
        Assert.Equal(("x86_64", "pc-q35-7.2"), (complete.Os.Architecture, complete.Os.Machine));
        Assert.Equal(complete.Id, DomainDefaults.Complete(complete, TestHost.Defaults with { NewId = DomainId.New }).Id);
    }

    [Fact]
    public void A_machine_that_is_no_PC_is_refused()
    {
        var failure = Assert.Throws<CallerException>(() => DomainDefaults.Complete(Bare with { Os = new OsDefinition { Machine = "microvm" } }, TestHost.Defaults));
        Assert.Equal(ErrorCodes.Definition.UnknownMachine, failure.Code);
    }

    [Fact]
    public void Cards_get_addresses_that_no_other_card_of_the_machine_has()
    {
        var macs = new Queue<MacAddress>([MacAddress.WithQemuPrefix(1), MacAddress.WithQemuPrefix(1), MacAddress.WithQemuPrefix(2)]);
        var devices = new DomainDevices { Interfaces = [new InterfaceDevice(), new InterfaceDevice { Mac = MacAddress.WithQemuPrefix(1) }] };
        var complete = DomainDefaults.Complete(Bare with { Devices = devices }, TestHost.Defaults with { NewMac = macs.Dequeue });
        Assert.Equal("52:54:00:00:00:02", complete.Devices.Interfaces[0].Mac.ToString());
        Assert.Equal(InterfaceModel.Virtio, complete.Devices.Interfaces[0].Model);
    }

    [Fact]
    public void A_made_up_card_address_has_QEMUs_prefix_and_is_unicast()
    {
        var host = new HostDefaults { EmulatorPath = "/q", ResolveMachine = name => name };
        var mac = host.NewMac();
        Assert.StartsWith("52:54:00:", mac.ToString());
        Assert.False(mac.IsMulticast);
    }

    [Fact]
    public void A_display_listens_on_this_host_only_unless_told_otherwise()
    {
        var devices = new DomainDevices
        {
            Graphics = [new VncGraphics(), new VncGraphics { Listens = [new AddressListen("0.0.0.0")], Port = 5900 }, new VncGraphics { Listens = [new SocketListen(null)] }],
        };
        var displays = DomainDefaults.Complete(Bare with { Devices = devices }, TestHost.Defaults).Devices.Graphics;
        Assert.Equal(new VncGraphics { Listens = [new AddressListen("127.0.0.1")], AutoPort = true }, displays[0]);
        Assert.Equal(devices.Graphics[1], displays[1]);
        Assert.Equal(devices.Graphics[2], displays[2]);
    }

    [Fact]
    public void A_display_gets_a_video_card_and_a_machine_without_one_does_not()
    {
        Assert.Empty(DomainDefaults.Complete(Bare, TestHost.Defaults).Devices.Videos);
        var shown = DomainDefaults.Complete(Bare with { Devices = new() { Graphics = [new VncGraphics()] } }, TestHost.Defaults);
        Assert.Equal([new VideoDevice { Model = VideoModel.Vga, VramKiB = 16384, Heads = 1, Primary = true }], shown.Devices.Videos);
    }

    [Fact]
    public void The_first_console_is_the_first_serial_port_seen_again()
    {
        var socket = new UnixBackend { Path = "/run/s.sock" };
        var complete = DomainDefaults.Complete(Bare with { Devices = new() { Consoles = [new ConsoleDevice { Backend = socket }] } }, TestHost.Defaults);
        Assert.Equal([new SerialDevice { Backend = socket, Target = SerialTarget.Isa, Port = 0 }], complete.Devices.Serials);
        Assert.Equal([new ConsoleDevice { Backend = socket, Target = ConsoleTarget.Serial, Port = 0 }], complete.Devices.Consoles);
    }

    [Fact]
    public void A_fifth_serial_port_is_refused()
    {
        var serials = Enumerable.Repeat(new SerialDevice(), 5).ToEquatableArray();
        var failure = Assert.Throws<CallerException>(() => DomainDefaults.Complete(Bare with { Devices = new() { Serials = serials } }, TestHost.Defaults));
        Assert.Equal(ErrorCodes.Definition.NoPlace, failure.Code);
    }

    [Fact]
    public void A_port_that_is_given_to_a_later_serial_is_left_to_it()
    {
        var complete = DomainDefaults.Complete(Bare with { Devices = new() { Serials = [new SerialDevice(), new SerialDevice { Port = 3 }, new SerialDevice()] } }, TestHost.Defaults);
        Assert.Equal([0, 3, 1], complete.Devices.Serials.Items.Select(serial => serial.Port!.Value));
    }

    [Theory]
    [InlineData(DomainType.Kvm, CpuMode.HostPassthrough, CpuCheck.None)]
    [InlineData(DomainType.Kvm, CpuMode.HostModel, CpuCheck.Partial)]
    [InlineData(DomainType.Kvm, CpuMode.Custom, CpuCheck.Partial)]
    [InlineData(DomainType.Qemu, CpuMode.Custom, CpuCheck.None)]
    [InlineData(DomainType.Qemu, CpuMode.Maximum, CpuCheck.None)]
    public void A_processor_is_checked_as_libvirt_does(DomainType type, CpuMode mode, CpuCheck check)
    {
        var cpu = new CpuDefinition { Mode = mode, Model = mode == CpuMode.Custom ? "Nehalem" : null };
        Assert.Equal(check, DomainDefaults.Complete(Bare with { Type = type, Cpu = cpu }, TestHost.Defaults).Cpu!.Check);
    }
}
