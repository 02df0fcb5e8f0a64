using System.Net;
using System.Net.Sockets;
using Pando.Model;
using Pando.Model.Domains.Devices;
using Pando.Qmp;
using Pando.Testing;

namespace Pando.Domains.Tests.Machines;

/// <summary>Displays of machines that the installed QEMU runs: their ports, passwords and certificates.</summary>
[Trait("Speed", "Slow")]
public class DisplayTests
{
    [Fact]
    public async Task Each_SPICE_display_gets_a_port_of_its_own_that_is_gone_with_the_machine()
    {
        await using var engine = await Engine.OpenAsync();
        var ports = new List<int>();
        foreach (var name in (string[])["one", "two"])
        {
            var view = await StartAsync(engine, name, "<graphics type='spice' autoport='yes'/>");
            var spice = Assert.IsType<SpiceGraphics>(Assert.Single(view.Live!.Definition.Devices.Graphics));
            Assert.Null(spice.TlsPort);
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, spice.Port!.Value, TestContext.Current.CancellationToken);
            ports.Add(spice.Port.Value);
        }
        Assert.Equal(2, ports.Distinct().Count());

        var off = await engine.Domains.Request(engine.Domains.Get("one").Id, new DestroyRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        Assert.Null(((SpiceGraphics)off.Definition.Devices.Graphics[0]).Port);
    }

    [Fact]
    public async Task Ports_that_QEMU_chose_are_known_also_those_of_browsers()
    {
        await using var engine = await Engine.OpenAsync();
        var view = await StartAsync(engine, "one", """
            <graphics type='vnc' port='-1' websocket='-1'/>
            <graphics type='vnc' port='-1'/>
            """);
        var displays = view.Live!.Definition.Devices.Graphics.Items.Cast<VncGraphics>().ToList();
        int[] ports = [displays[0].Port!.Value, displays[0].WebSocket!.Value, displays[1].Port!.Value];
        Assert.Equal(3, ports.Distinct().Count());
        foreach (var port in ports)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_password_never_stands_among_the_arguments()
    {
        await using var engine = await Engine.OpenAsync();
        var view = await StartAsync(engine, "one", """
            <graphics type='vnc' port='-1' passwd='hush-vnc' passwdValidTo='2031-04-09T15:51:00'/>
            <graphics type='spice' autoport='yes' passwd='hush-spice'/>
            """);
        var arguments = await File.ReadAllTextAsync($"/proc/{view.Live!.Process.Pid}/cmdline", TestContext.Current.CancellationToken);
        Assert.DoesNotContain("hush", arguments, StringComparison.Ordinal);
        Assert.Equal("vnc", (await VncAsync(engine, view)).Auth);
    }

    [Fact]
    public async Task A_host_with_certificates_encrypts_its_displays()
    {
        await using var engine = await Engine.OpenAsync();
        HostCertificates.Make(Path.Combine(engine.Paths.Tls, "vnc"));
        HostCertificates.Make(Path.Combine(engine.Paths.Tls, "spice"));
        var view = await StartAsync(engine, "one", """
            <graphics type='vnc' port='-1'/>
            <graphics type='spice' autoport='yes' defaultMode='secure'/>
            """);
        Assert.StartsWith("vencrypt", (await VncAsync(engine, view)).Auth, StringComparison.Ordinal);
        Assert.NotNull(((SpiceGraphics)view.Live!.Definition.Devices.Graphics[1]).TlsPort);
        // QEMU has read them.
        Assert.Empty(Directory.EnumerateFiles(engine.Paths.DomainRun(view.Id), "*.pem", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_socket_without_a_path_is_in_the_machines_own_directory()
    {
        await using var engine = await Engine.OpenAsync();
        var view = await StartAsync(engine, "one", """
            <graphics type='vnc'><listen type='socket'/></graphics>
            <graphics type='spice'><listen type='socket'/></graphics>
            """);
        var sockets = view.Live!.Definition.Devices.Graphics.Items.Select(display => ((SocketListen)display.Listens[0]).Path!).ToList();
        Assert.Equal(["vnc.sock", "spice.sock"], sockets.Select(Path.GetFileName));
        Assert.All(sockets, socket => Assert.True(File.Exists(socket)));
    }

    private static async Task<DomainView> StartAsync(Engine engine, string name, string displays)
    {
        var view = await engine.Domains.DefineAsync(Definitions.Empty(name, displays), null, Caller.Daemon);
        return await engine.Domains.Request(view.Id, new StartRequest(true), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
    }

    private static Task<VncInfo> VncAsync(Engine engine, DomainView view) =>
        engine.Domains.Driver(view.Id).Guest!.ExecuteAsync(new QueryVnc(), null, TestContext.Current.CancellationToken);
}
