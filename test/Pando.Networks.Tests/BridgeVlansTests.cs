using System.Diagnostics;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Networks.Attachments;
using Pando.Networks.Bridges;
using Pando.TestNamespaces;

namespace Pando.Networks.Tests;

/// <summary>VLANs of a kernel's real bridge; of one that has none, what is said instead (the tests of hosts in guests have them).</summary>
public sealed class BridgeVlansTests
{
    public BridgeVlansTests() => OwnNetwork.Require();

    [Fact]
    public void A_port_is_put_in_a_VLAN_and_taken_out_or_the_kernel_is_named() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        links.Make("br0", "bridge");
        Ip("link add v0 type veth peer name v1");
        Ip("link set v0 master br0");
        var bridges = new HostBridges();
        if (links.ReadBridge("br0")!.DefaultVlan is null)
        {
            Assert.Equal(ErrorCodes.Network.VlansUnsupported, Assert.Throws<CallerException>(() => bridges.Change("br0", new BridgeSettings { VlanFiltering = true })).Code);
            Assert.Equal(ErrorCodes.Network.VlansUnsupported, Assert.Throws<CallerException>(() => bridges.Write("br0", "v0", new BridgeVlan(20, false, false), present: true)).Code);
            return;
        }
        bridges.Change("br0", new BridgeSettings { VlanFiltering = true });
        bridges.Write("br0", "v0", new BridgeVlan(20, IsPvid: true, IsUntagged: false), present: true);
        bridges.Write("br0", "br0", new BridgeVlan(30, IsPvid: false, IsUntagged: false), present: true);
        Assert.Contains(new BridgeVlan(20, true, false), bridges.Vlans("br0").Single(static port => port.Device == "v0").Vlans);
        Assert.Contains(new BridgeVlan(30, false, false), bridges.Vlans("br0").Single(static port => port.Device == "br0").Vlans);
        bridges.Write("br0", "v0", new BridgeVlan(20, false, false), present: false);
        Assert.DoesNotContain(bridges.Vlans("br0").Single(static port => port.Device == "v0").Vlans, static vlan => vlan.Id == 20);
    });

    [Fact]
    public void A_port_works_as_it_is_told_and_forgets() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        var bridge = links.Make("br0", "bridge");
        Ip("link add v0 type veth peer name v1");
        Ip("link set v0 master br0 up");
        Ip("link set v1 up");
        var bridges = new HostBridges();
        var port = Assert.Single(bridges.ChangePort("br0", "v0", new BridgePortSettings { PathCost = 77, Priority = 5, Learns = false, Floods = false, Guard = true }).Ports);
        Assert.Equal((77, 5, false, false, true), (port.PathCost, port.Priority, port.Learns, port.Floods, port.Guard));
        port = Assert.Single(bridges.ChangePort("br0", "v0", new BridgePortSettings { Learns = true }).Ports);
        Assert.Equal((77, true, false), (port.PathCost, port.Learns, port.Floods));

        Ip("link set br0 up");
        using var tables = BridgeTables.Open();
        Learn(tables, bridge, port.Link);
        bridges.Forget("br0", "v0");
        Assert.DoesNotContain(tables.Entries(bridge), static entry => entry is { IsLocal: false, IsStatic: false });
        Learn(tables, bridge, port.Link);
        bridges.Forget("br0", null);
        Assert.DoesNotContain(tables.Entries(bridge), static entry => entry is { IsLocal: false, IsStatic: false });
        Assert.Equal(ErrorCodes.Network.NoSuchPort, Assert.Throws<CallerException>(() => bridges.Forget("br0", "v1")).Code);
        Assert.Equal(1400, bridges.Change("br0", new BridgeSettings { MulticastSnooping = false }, mtu: 1400).Link.Mtu);
    });

    [Theory]
    [InlineData(false, null, true, true)]
    [InlineData(true, null, false, false)]
    [InlineData(true, NativeVlan.Tagged, true, false)]
    [InlineData(true, NativeVlan.Untagged, true, true)]
    public void Tags_become_what_the_port_is_in(bool trunk, NativeVlan? native, bool pvid, bool untagged) =>
        Assert.Equal([new BridgeVlan(7, pvid, untagged)], PortVlans.Of(new VlanTags(trunk, [new VlanTag(7, native)])));

    // Written by a program, as an entry that ages is what a bridge learns.
    private static void Learn(BridgeTables tables, NetworkLink bridge, NetworkLink port)
    {
        using var program = Process.Start(new ProcessStartInfo("bridge", $"fdb add 52:54:00:00:00:42 dev {port.Name} master dynamic"))!;
        program.WaitForExit();
        Assert.Equal(0, program.ExitCode);
        Assert.Contains(tables.Entries(bridge), static entry => entry is { IsLocal: false, IsStatic: false, Mac: 0x525400000042 });
    }

    private static void Ip(string arguments)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments))!;
        ip.WaitForExit();
        Assert.Equal(0, ip.ExitCode);
    }
}
