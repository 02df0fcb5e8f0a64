using System.Net;
using System.Net.Sockets;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Qmp;
using Pando.TestNamespaces;

namespace Pando.Domains.Tests.Machines;

/// <summary>What a machine has of the host: made before its QEMU, released whenever and however it ends.</summary>
public sealed class HostSideTests
{
    private const string Both = "<interface type='bridge'><source bridge='br0'/></interface><hostdev type='usb'><source startupPolicy='optional'><serial>A</serial></source></hostdev>";
    private static readonly string[] All = ["tap-of-net0", "usb-of-hostdev0"];

    [Fact]
    public async Task What_was_made_for_a_machine_is_released_when_it_is_destroyed()
    {
        OwnNetwork.Require();
        var side = new PretendedHostSide();
        await using var engine = await Engine.OpenAsync(hostSide: side);
        var view = await engine.Domains.DefineAsync(Definitions.Empty("one", Both), null, Caller.Daemon);
        var running = await engine.Domains.Request(view.Id, new StartRequest(true), Caller.Daemon).Completion.WaitAsync(Engine.Limit);

        Assert.Equal(All, side.Noted);
        Assert.Empty(side.Released);
        Assert.Equal("vnet7", running.Live!.Definition.Devices.Interfaces[0].TargetDevice);
        // An absent device is no part of what QEMU has, and stays one of what is in force.
        Assert.Single(running.Live.Definition.Devices.HostDevices.Items);

        await engine.Domains.Request(view.Id, new DestroyRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        Assert.Equal(All, side.Released);
    }

    [Fact]
    public async Task A_machine_that_ends_by_itself_leaves_nothing()
    {
        OwnNetwork.Require();
        var side = new PretendedHostSide();
        await using var engine = await Engine.OpenAsync(hostSide: side);
        var view = await engine.Domains.DefineAsync(Definitions.Empty("one", Both), null, Caller.Daemon);
        await engine.Domains.Request(view.Id, new StartRequest(true), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        await engine.Domains.Driver(view.Id).Guest!.ExecuteAsync(new Quit(), null, TestContext.Current.CancellationToken);

        // A new start waits for the clean-up of the run before.
        await Until(() => engine.Domains.Get("one").State.Phase == DomainPhase.Off);
        Assert.Equal(All, side.Released);
    }

    [Fact]
    public async Task A_start_that_fails_releases_what_it_had_made()
    {
        OwnNetwork.Require();
        var side = new PretendedHostSide();
        await using var engine = await Engine.OpenAsync(hostSide: side);
        var view = await engine.Domains.DefineAsync(
            Definitions.Empty("one", Both + "<filesystem type='mount'><driver type='handle'/><source dir='/tmp'/><target dir='x'/></filesystem>"), null, Caller.Daemon);
        var refusal = await Assert.ThrowsAnyAsync<PandoException>(() => engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit));

        Assert.Equal(ErrorCodes.Qemu.CannotExpress, refusal.Code);
        Assert.Contains("file handles", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(All, side.Released);
    }

    [Fact]
    public async Task A_function_that_a_network_gives_is_taken_as_a_card_of_the_host_and_given_back_in_the_other_order()
    {
        var side = new PretendedHostSide();
        await using var engine = await Engine.OpenAsync(hostSide: side);
        var view = await engine.Domains.DefineAsync(
            Definitions.Empty("one", "<interface type='network'><source network='functions'/></interface>"), null, Caller.Daemon);
        var refusal = await Assert.ThrowsAnyAsync<PandoException>(() => engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit));

        // There is no such card here: QEMU's own words show that it was told of it.
        Assert.Contains("0000:01:10.0", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["function", "card 0000:01:10.0"], side.Noted);
        // Its address goes back while nobody has it, before its own driver sees it again.
        Assert.Equal(["function", "card 0000:01:10.0"], side.Released);
        Assert.IsType<VirtualNetworkSource>(engine.Domains.Get("one").Asked!.Devices.Interfaces[0].Source);
    }

    [Fact]
    public async Task QEMU_itself_carries_a_network_of_mode_user_with_its_ports_where_there_is_no_passt()
    {
        var port = TwoFreePorts();
        await using var engine = await Engine.OpenAsync(hostSide: new PretendedHostSide { CarriedPort = port });
        var view = await engine.Domains.DefineAsync(
            Definitions.Empty("one", "<interface type='network'><source network='carried'/></interface>"), null, Caller.Daemon);
        var running = await engine.Domains.Request(view.Id, new StartRequest(true), Caller.Daemon).Completion.WaitAsync(Engine.Limit);

        Assert.IsType<UserNetworkSource>(running.Live!.Definition.Devices.Interfaces[0].Source);
        foreach (var one in new[] { port, port + 1 })
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, one, TestContext.Current.CancellationToken);
        }
        var network = await engine.Domains.Driver(view.Id).Guest!.ExecuteAsync(new HumanMonitorCommand("info usernet"), null, TestContext.Current.CancellationToken);
        Assert.Contains("10.0.9.20", network, StringComparison.Ordinal);
        await engine.Domains.Request(view.Id, new DestroyRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
    }

    private static int TwoFreePorts()
    {
        while (true)
        {
            using var first = new TcpListener(IPAddress.Loopback, 0);
            first.Start();
            var port = ((IPEndPoint)first.LocalEndpoint).Port;
            using var second = new TcpListener(IPAddress.Loopback, port + 1);
            try
            {
                second.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has the one behind it.
            }
        }
    }

    [Fact]
    public async Task A_bridge_that_is_not_there_is_refused_by_its_name()
    {
        await using var engine = await Engine.OpenAsync();
        var view = await engine.Domains.DefineAsync(Definitions.Empty("one", "<interface type='bridge'><source bridge='br-nowhere'/></interface>"), null, Caller.Daemon);
        var refusal = await Assert.ThrowsAnyAsync<PandoException>(() => engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit));

        Assert.Equal(ErrorCodes.Network.BridgeMissing, refusal.Code);
        Assert.Equal(DomainPhase.Off, engine.Domains.Get("one").State.Phase);
    }

    [Fact]
    public async Task An_emulated_TPM_remembers_across_runs_and_goes_to_the_trash_with_the_machine()
    {
        await using var engine = await Engine.OpenAsync();
        var view = await engine.Domains.DefineAsync(Definitions.Empty("one", "<tpm model='tpm-crb'><backend type='emulator'/></tpm>"), null, Caller.Daemon);
        var state = engine.Paths.TpmState(view.Id);
        await engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        await Until(() => new FileInfo(state).Length > 0);
        await engine.Domains.Request(view.Id, new DestroyRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);

        var remembered = new FileInfo(state).Length;
        Assert.True(remembered > 0);
        await engine.Domains.Request(view.Id, new StartRequest(true), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        await engine.Domains.Request(view.Id, new DestroyRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        Assert.Equal(remembered, new FileInfo(state).Length);

        await engine.Domains.Request(view.Id, new UndefineRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        Assert.False(File.Exists(state));
    }

    private static async Task Until(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Engine.Limit);
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), limit.Token);
        }
    }
}
