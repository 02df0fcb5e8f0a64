using System.Diagnostics;
using Pando.Linux.Networking;
using Pando.TestNamespaces;

namespace Pando.Networks.Tests;

/// <summary>Ports and tables of a kernel's real bridges, in a network of the test's own.</summary>
public sealed class BridgeTablesTests
{
    private const long Somebody = 0x525400000042;

    public BridgeTablesTests() => OwnNetwork.Require();

    [Fact]
    public void A_bridge_is_made_as_it_is_asked_for_and_changed() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        var bridge = links.MakeBridge("br0", 0x525400000001, 1400, new BridgeSettings { SpanningTree = true, ForwardDelayCentiseconds = 400, Priority = 4096 });
        Assert.Equal((0x525400000001, 1400, false), (bridge.Mac, bridge.Mtu, bridge.IsUp));
        var made = links.ReadBridge("br0")!;
        Assert.Equal((true, 400u, 4096, true), (made.SpanningTree, made.ForwardDelayCentiseconds, made.Priority, made.MulticastSnooping));
        Assert.NotEqual(true, made.VlanFiltering);
        Assert.True(made.LearnsFromLinkLocal);
        links.ChangeBridge(bridge, new BridgeSettings { LearnsFromLinkLocal = false });
        Assert.False(links.ReadBridge("br0")!.LearnsFromLinkLocal);

        links.ChangeBridge(bridge, new BridgeSettings { SpanningTree = false, AgeingCentiseconds = 6000 });
        var changed = links.ReadBridge("br0")!;
        Assert.Equal((false, 6000u, 4096), (changed.SpanningTree, changed.AgeingCentiseconds, changed.Priority));
        Assert.Null(links.ReadBridge("lo"));
        Assert.Null(links.ReadBridge("nosuch"));
    });

    [Fact]
    public void Ports_tell_what_they_do() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        var bridge = links.Make("br0", "bridge");
        Ip("link add v0 type veth peer name v1");
        Ip("link set v0 master br0");
        links.IsolatePort(links.Find("v0")!, true);
        using var tables = BridgeTables.Open();

        var port = Assert.Single(tables.Ports(bridge));
        Assert.Equal(("v0", BridgePortState.Disabled, true, true, true), (port.Link.Name, port.State, port.Learns, port.Floods, port.IsIsolated));
        Assert.True(port.PathCost > 0);

        foreach (var name in new[] { "br0", "v0", "v1" })
        {
            Ip($"link set {name} up");
        }
        // Without a search for loops a port forwards as soon as the kernel has noticed its carrier.
        Assert.True(SpinWait.SpinUntil(() => tables.Ports(bridge).Single().State == BridgePortState.Forwarding, TimeSpan.FromSeconds(30)));
        Assert.Empty(tables.Ports(links.Make("br1", "bridge")));
    });

    [Fact]
    public void Addresses_are_written_down_and_taken_back() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        var bridge = links.Make("br0", "bridge");
        Ip("link add v0 type veth peer name v1");
        Ip("link set v0 master br0 up");
        var port = links.Find("v0")!;
        using var tables = BridgeTables.Open();
        tables.Write(port, Somebody, vlan: null, present: true);

        var entry = Assert.Single(tables.Entries(bridge), static one => one.Mac == Somebody);
        Assert.Equal((port.Index, true, false), (entry.Device, entry.IsStatic, entry.IsLocal));
        Assert.Contains(tables.Entries(bridge), one => one.IsLocal && one.Mac == port.Mac);

        tables.Write(port, Somebody, vlan: null, present: false);
        Assert.DoesNotContain(tables.Entries(bridge), static one => one.Mac == Somebody);
        Assert.DoesNotContain(tables.Entries(links.Make("br1", "bridge")), one => one.Mac == port.Mac);
    });

    private static void Ip(string arguments)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments))!;
        ip.WaitForExit();
        Assert.Equal(0, ip.ExitCode);
    }
}
