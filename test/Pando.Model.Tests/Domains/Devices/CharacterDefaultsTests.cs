using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;

namespace Pando.Model.Tests.Domains.Devices;

public class CharacterDefaultsTests
{
    [Fact]
    public void A_port_on_USB_is_no_console()
    {
        Assert.Empty(Completed(new() { Serials = [new SerialDevice { Target = SerialTarget.Usb }] }).Consoles);
        Assert.Single(Completed(new() { Serials = [new SerialDevice { Target = SerialTarget.Isa }] }).Consoles);
    }

    [Fact]
    public void The_first_serial_port_is_a_console_also_before_virtio_consoles()
    {
        var consoles = Completed(new()
        {
            Serials = [new SerialDevice { Backend = new NullBackend() }],
            Consoles = [new ConsoleDevice { Target = ConsoleTarget.Virtio }],
        }).Consoles;
        Assert.Equal([ConsoleTarget.Serial, ConsoleTarget.Virtio], consoles.Items.Select(console => console.Target!.Value));
        Assert.Equal(new NullBackend(), consoles[0].Backend);
    }

    [Fact]
    public void Only_ports_on_ISA_are_few()
    {
        var many = Enumerable.Range(0, 6).Select(_ => new SerialDevice { Target = SerialTarget.Usb }).ToEquatableArray();
        Assert.Equal([0, 1, 2, 3, 4, 5], Completed(new() { Serials = many }).Serials.Items.Select(serial => serial.Port!.Value));
        Assert.Equal(ErrorCodes.Definition.NoPlace, Assert.Throws<CallerException>(() => Completed(new() { Serials = many.Items.Select(serial => serial with { Target = null }).ToEquatableArray() })).Code);
    }

    [Fact]
    public void A_fourth_parallel_port_has_no_place()
    {
        var ports = Completed(new() { Parallels = [new(), new() { Port = 0 }, new()] }).Parallels;
        Assert.Equal([1, 0, 2], ports.Items.Select(port => port.Port!.Value));
        Assert.Equal(ErrorCodes.Definition.NoPlace, Assert.Throws<CallerException>(() => Completed(new() { Parallels = [new(), new(), new(), new()] })).Code);
    }

    [Fact]
    public void A_forwarded_channel_needs_no_controller() =>
        Assert.DoesNotContain(
            TestHost.Normalised(Machine(new() { Channels = [new ChannelDevice { Forward = new("10.0.2.1", 1) }] })).Devices.Controllers.Items,
            controller => controller is VirtioSerialController);

    private static DomainDevices Completed(DomainDevices devices) => DomainDefaults.Complete(Machine(devices), TestHost.Defaults).Devices;

    private static DomainDefinition Machine(DomainDevices devices) => new() { Name = "vm1", MemoryKiB = 1024, CurrentMemoryKiB = 1024, Vcpus = 1, VcpusCurrent = 1, Devices = devices };
}
