using Pando.Model.Domains.Devices;

namespace Pando.Qemu.Tests.Devices;

public sealed class CharacterDeviceArgumentsTests
{
    [Fact]
    public void A_serial_port_on_a_terminal_is_of_QEMUs_making()
    {
        Assert.Equal(
            [
                "-chardev pty,id=charserial0",
                """-device {"driver":"isa-serial","id":"serial0","chardev":"charserial0","index":0}""",
            ],
            TestMachine.Added(devices => devices with { Serials = [new SerialDevice { Port = 0 }] }));
    }

    [Fact]
    public void A_serial_port_on_a_socket_inherits_the_socket()
    {
        Assert.Equal(
            [
                "-chardev socket,id=charserial0,fd=4,server=on,wait=off",
                """-device {"driver":"isa-serial","id":"serial0","chardev":"charserial0","index":0}""",
            ],
            TestMachine.Added(devices => devices with { Serials = [new SerialDevice { Port = 0, Backend = new UnixBackend { Path = "/run/s" } }] }));
    }

    [Fact]
    public void A_socket_that_QEMU_connects_to_goes_by_its_path()
    {
        var backend = new UnixBackend { Path = "/run/a,b", Listens = false };

        Assert.Contains(
            "-chardev socket,id=charserial0,path=/run/a,,b,reconnect=1",
            TestMachine.Added(devices => devices with { Serials = [new SerialDevice { Port = 0, Backend = backend }] }));
    }

    [Fact]
    public void A_console_on_the_serial_port_is_that_port()
    {
        Assert.Empty(TestMachine.Added(devices => devices with { Consoles = [new ConsoleDevice { Target = ConsoleTarget.Serial }] }));
    }

    [Fact]
    public void A_virtio_console_has_a_port_of_its_own()
    {
        var console = new ConsoleDevice { Target = ConsoleTarget.Virtio, Port = 1, Address = new VirtioSerialAddress(0, 0, 1) };

        Assert.Equal(
            [
                "-chardev pty,id=charconsole0",
                """-device {"driver":"virtconsole","id":"console0","chardev":"charconsole0","bus":"virtio-serial0.0","nr":1}""",
            ],
            TestMachine.Added(devices => devices with { Consoles = [console] }));
    }

    [Fact]
    public void A_channel_is_found_by_its_name()
    {
        var channel = new ChannelDevice { Name = ChannelDevice.GuestAgentName, Address = new VirtioSerialAddress(0, 0, 1) };

        Assert.Equal(
            [
                "-chardev socket,id=charchannel0,fd=4,server=on,wait=off",
                """-device {"driver":"virtserialport","id":"channel0","chardev":"charchannel0","name":"org.qemu.guest_agent.0","bus":"virtio-serial0.0","nr":1}""",
            ],
            TestMachine.Added(devices => devices with { Channels = [channel] }));
    }
}
