using System.Diagnostics;
using System.Net;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Networks.Addresses;
using Pando.TestNamespaces;

namespace Pando.Networks.Tests;

/// <summary>What a host knows of addresses behind its bridges, from a real kernel's tables.</summary>
public sealed class GuestAddressesTests
{
    private static readonly MacAddress Card = new(0x525400000007);

    public GuestAddressesTests() => OwnNetwork.Require();

    [Fact]
    public void Neighbours_that_have_answered_are_the_cards_addresses() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        links.Change(links.Make("br0", "bridge"), new NetworkLinkChange { Up = true });
        links.Change(links.Make("br1", "bridge"), new NetworkLinkChange { Up = true });
        Ip("neigh add 10.9.0.5 lladdr 52:54:00:00:00:07 dev br0 nud stale");
        Ip("neigh add fd00::5 lladdr 52:54:00:00:00:07 dev br0 nud reachable");
        // Nobody answered, another card, another bridge.
        Ip("neigh add 10.9.0.6 dev br0 nud failed");
        Ip("neigh add 10.9.0.8 lladdr 52:54:00:00:00:08 dev br0 nud reachable");
        Ip("neigh add 10.8.0.5 lladdr 52:54:00:00:00:07 dev br1 nud reachable");

        var addresses = new GuestAddresses(new KnownNetworks(), TimeProvider.System);
        var card = Assert.Single(addresses.Of([new InterfaceDevice { Source = new BridgeSource("br0"), Mac = Card, TargetDevice = "vnet0" }]));
        Assert.Equal(("vnet0", Card), (card.Device, card.Mac));
        Assert.Equal([IPAddress.Parse("10.9.0.5"), IPAddress.Parse("fd00::5")], card.Addresses.Select(static one => one.Address));
        Assert.All(card.Addresses, static one => Assert.Equal(AddressSource.Arp, one.Source));

        Assert.Empty(Assert.Single(addresses.Of([new InterfaceDevice { Source = new DirectSource("eth0", DirectMode.Vepa), Mac = Card }])).Addresses);
        Assert.Empty(addresses.Of([new InterfaceDevice { Source = new BridgeSource("br0") }]));
    });

    [Fact]
    public void One_card_cannot_fill_the_list() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        links.Change(links.Make("br0", "bridge"), new NetworkLinkChange { Up = true });
        foreach (var host in Enumerable.Range(1, 60))
        {
            Ip($"neigh add 10.9.0.{host} lladdr 52:54:00:00:00:07 dev br0 nud reachable");
        }
        var known = new GuestAddresses(new KnownNetworks(), TimeProvider.System).Of([new InterfaceDevice { Source = new BridgeSource("br0"), Mac = Card }]);
        Assert.Equal(32, Assert.Single(known).Addresses.Count);
    });

    [Fact]
    public void The_table_of_addresses_tells_whether_a_card_is_there_and_whether_it_is_the_one_that_answers() => OwnNetwork.Run(() =>
    {
        foreach (var command in new[]
        {
            "link add br0 type bridge", "link set br0 up", "link add t0 type veth peer name g0", "link add x0 type veth peer name x1",
            "link set t0 master br0 up", "link set g0 up", "link set x0 master br0 up", "link set x1 up",
        })
        {
            Ip(command);
        }
        // The kernel takes no dynamic entry of a port that does not forward yet (EPERM).
        TracedGuest.UntilForwarding();
        var addresses = new GuestAddresses(new KnownNetworks(), TimeProvider.System);
        var card = new InterfaceDevice { Source = new BridgeSource("br0"), Mac = Card, TargetDevice = "t0" };
        // No address is known of it, and yet it is there.
        Bridge("fdb add 52:54:00:00:00:07 dev t0 master dynamic");
        var known = Assert.Single(addresses.Of([card]));
        Assert.Empty(known.Addresses);
        Assert.InRange(known.Seen!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Ip("neigh add 10.9.0.5 lladdr 52:54:00:00:00:07 dev br0 nud reachable");
        Assert.Equal(IPAddress.Parse("10.9.0.5"), Assert.Single(Assert.Single(addresses.Of([card])).Addresses).Address);

        // Somebody behind another port takes its hardware address, and answers with it.
        Bridge("fdb replace 52:54:00:00:00:07 dev x0 master dynamic");
        known = Assert.Single(addresses.Of([card]));
        Assert.Null(known.Seen);
        Assert.Empty(known.Addresses);
        // A quiet guest, which the bridge has forgotten, keeps what it has answered for.
        Bridge("fdb del 52:54:00:00:00:07 dev x0 master");
        known = Assert.Single(addresses.Of([card]));
        Assert.Null(known.Seen);
        Assert.Single(known.Addresses);
    });

    private static void Bridge(string arguments)
    {
        using var bridge = Process.Start(new ProcessStartInfo("bridge", arguments))!;
        bridge.WaitForExit();
        Assert.Equal(0, bridge.ExitCode);
    }

    private static void Ip(string arguments)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments))!;
        ip.WaitForExit();
        Assert.Equal(0, ip.ExitCode);
    }
}
