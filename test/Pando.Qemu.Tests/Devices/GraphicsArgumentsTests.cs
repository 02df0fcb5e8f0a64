using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;
using Pando.Qmp;

namespace Pando.Qemu.Tests.Devices;

public sealed class GraphicsArgumentsTests
{
    [Fact]
    public void A_port_is_a_display_number()
    {
        Assert.Equal(["-vnc 0.0.0.0:3"], Added(new VncGraphics { Port = 5903, Listens = [new AddressListen("0.0.0.0")] }));
    }

    [Fact]
    public void Without_a_port_QEMU_looks_for_a_free_one()
    {
        Assert.Equal(["-vnc 127.0.0.1:0,to=99"], Added(new VncGraphics { AutoPort = true, Listens = [new AddressListen(null)] }));
    }

    [Fact]
    public void An_IPv6_address_stands_in_brackets()
    {
        Assert.Equal(["-vnc [::1]:0"], Added(new VncGraphics { Port = 5900, Listens = [new AddressListen("::1")] }));
    }

    [Fact]
    public void A_socket_goes_by_its_path()
    {
        Assert.Equal(["-vnc unix:/run/a,,b"], Added(new VncGraphics { Listens = [new SocketListen("/run/a,b")] }));
    }

    [Fact]
    public void Sound_goes_where_the_definition_says()
    {
        Assert.Equal(
            ["""-audiodev {"id":"audio1","driver":"none"}""", "-vnc 127.0.0.1:0,to=99,audiodev=audio1"],
            TestMachine.Added(devices => devices with { Audios = [new AudioBackend(1)], Graphics = [new VncGraphics()] }));
    }

    [Fact]
    public void A_layout_of_keys_is_told()
    {
        Assert.Equal(["-vnc 127.0.0.1:0,to=99", "-k en-us"], Added(new VncGraphics { Keymap = "en-us" }));
    }

    [Fact]
    public void A_password_never_stands_on_the_command_line()
    {
        DomainDefinition definition = TestMachine.With(
            devices => devices with { Graphics = [new VncGraphics { Password = new DisplayPassword(new Secret("hush,hush")) }] });
        QemuCommandLine line = TestMachine.Build(definition);

        Assert.Equal(["127.0.0.1:0,to=99,password=on"], line.Values("-vnc"));
        Assert.DoesNotContain(line.Words, word => word.Contains("hush", StringComparison.Ordinal));
        Assert.Equal([new SetPassword("vnc", "hush,hush")], line.BeforeCont);
    }

    private static IReadOnlyList<string> Added(VncGraphics vnc) => TestMachine.Added(devices => devices with { Graphics = [vnc] });
}
