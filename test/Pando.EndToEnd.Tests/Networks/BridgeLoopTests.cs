using System.Text;
using Pando.Api.Networks;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Networks;

/// <summary>Two bridges of the real kernel with two cables between them, and a guest on each: a loop, unless they look for it.</summary>
[Trait("Speed", "Slow")]
public sealed class BridgeLoopTests : IAsyncLifetime
{
    private const string Left = "52:54:00:00:00:01";
    private const string Right = "52:54:00:00:00:02";
    private const string LeftAddress = "10.67.0.1";
    private const string RightAddress = "10.67.0.2";

    private NetworkedInstance _host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await NetworkedInstance.StartAsync();
        await StartNetworkAsync("left", "virbr1");
        await StartNetworkAsync("right", "virbr2");
        await _host.Pando.Client.ChangeBridgeAsync("virbr1", new BridgeChange { Priority = 4096 }, Ct);
        foreach (var number in new[] { "1", "2" })
        {
            await _host.InsideAsync("ip", "link", "add", $"l{number}", "type", "veth", "peer", "name", $"r{number}");
            await _host.InsideAsync("ip", "link", "set", $"l{number}", "master", "virbr1", "up");
            await _host.InsideAsync("ip", "link", "set", $"r{number}", "master", "virbr2", "up");
        }
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_loop_is_cut_in_one_place_and_a_cable_that_fails_is_replaced_by_the_other()
    {
        using var left = await GuestAsync("one", "left", Left, LeftAddress);
        using var right = await GuestAsync("two", "right", Right, RightAddress);

        // The root's ports all forward; of the other bridge's two ways to it one is closed.
        var ports = await Waiting.UntilAsync(() => PortsAsync("virbr2"), static ports => Of(ports, "forwarding").Count == 2 && Of(ports, "blocking").Count == 1);
        var (open, closed) = (Of(ports, "forwarding").Single(static port => port.Device[0] == 'r').Device, Of(ports, "blocking").Single().Device);
        Assert.Contains(closed, new[] { "r1", "r2" });
        await Waiting.UntilAsync(() => PortsAsync("virbr1"), static ports => Of(ports, "forwarding").Count == 3);
        await left.WaitsAsync($"ping -c 1 -W 2 {RightAddress} >/dev/null", "echo reached", "reached");
        Assert.Equal(open, (await BehindAsync(Left)).Device);

        await _host.InsideAsync("ip", "link", "set", open.Replace('r', 'l'), "down");
        await Waiting.UntilAsync(() => PortsAsync("virbr2"), ports => ports.Any(port => port.Device == closed && port.State == "forwarding"));
        await left.WaitsAsync($"ping -c 1 -W 2 {RightAddress} >/dev/null", "echo again", "again");
        Assert.Equal(closed, (await BehindAsync(Left)).Device);

        await AssertTableAsync(left, closed);
    }

    /// <summary>What is learned goes when it is told to; what is written down stays, and is followed even where it is wrong.</summary>
    private async Task AssertTableAsync(GuestConsole left, string way)
    {
        await _host.Pando.Client.WriteBridgeAddressAsync("virbr2", "52:54:00:00:00:aa", new ForwardingRequest { Device = way }, Ct);
        Assert.Equal("static", (await BehindAsync("52:54:00:00:00:aa")).Kind);
        await _host.Pando.Client.ForgetBridgeAddressesAsync("virbr2", cancellationToken: Ct);
        Assert.Equal(way, (await BehindAsync("52:54:00:00:00:aa")).Device);

        var wrong = (await PortsAsync("virbr2")).Single(static port => port.Machine == "two").Device;
        await _host.Pando.Client.WriteBridgeAddressAsync("virbr2", Left, new ForwardingRequest { Device = wrong }, Ct);
        Assert.Equal("1", await left.AskAsync($"ping -c 1 -W 2 {RightAddress} >/dev/null; echo $?"));
        await _host.Pando.Client.RemoveBridgeAddressAsync("virbr2", Left, wrong, Ct);
        await left.WaitsAsync($"ping -c 1 -W 2 {RightAddress} >/dev/null", "echo back", "back");
        Assert.Equal("learned", (await BehindAsync(Left)).Kind);
    }

    private static List<BridgePort> Of(IReadOnlyList<BridgePort> ports, string state) => [.. ports.Where(port => port.State == state)];

    private async Task<IReadOnlyList<BridgePort>> PortsAsync(string bridge) => (await _host.Pando.Client.GetBridgeAsync(bridge, Ct)).Ports;

    private Task<ForwardingEntry> BehindAsync(string mac) =>
        Waiting.UntilAsync(async () => (await _host.Pando.Client.ListBridgeAddressesAsync("virbr2", Ct)).FirstOrDefault(entry => entry.Mac == mac), static entry => entry is not null)!;

    private async Task StartNetworkAsync(string name, string bridge)
    {
        await _host.Pando.Client.DefineNetworkAsync(Encoding.UTF8.GetBytes($"<network><name>{name}</name><bridge name='{bridge}' stp='on' delay='2'/></network>"), Ct);
        await _host.Pando.Client.StartNetworkAsync(name, Ct);
    }

    private async Task<GuestConsole> GuestAsync(string name, string network, string mac, string address)
    {
        var card = $"<interface type='network'><mac address='{mac}'/><source network='{network}'/><model type='virtio'/></interface>";
        var console = await GuestConsole.BootAsync(_host.Pando.Client, name, Machines.Tiny(name, await TinyGuest.GetAsync(Ct), card));
        await console.AskAsync($"ip address add {address}/24 dev eth0; ip link set eth0 up");
        return console;
    }
}
