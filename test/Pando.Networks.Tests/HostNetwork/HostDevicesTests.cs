using System.Diagnostics;
using Pando.Linux.Networking;
using Pando.Model.Errors;
using Pando.Networks.HostNetwork;
using Pando.Networks.HostNetwork.Devices;
using Pando.Networks.HostNetwork.Planning;
using Pando.TestNamespaces;

namespace Pando.Networks.Tests.HostNetwork;

/// <summary>Changes of a host's devices by a real kernel: what a card carries goes along, and comes back as it was.</summary>
public sealed class HostDevicesTests
{
    private static readonly HostNetworkChange Bridge = new(HostNetworkAction.Bridge, "br0", ["eth0"]);

    public HostDevicesTests() => OwnNetwork.Require();

    [Fact]
    public void A_bridge_takes_over_what_its_card_carries_and_gives_it_back() => OwnNetwork.Run(() =>
    {
        MakeCard();
        var was = HostDeviceList.Read().StateOf(Find("eth0"));
        var plan = Plan(Bridge);
        Assert.True(plan.CarriesDefaultRoute);

        DeviceChanger.Reach("br0", plan.After);

        var (card, bridge) = (StateOf("eth0"), StateOf("br0"));
        Assert.Equal(("br0", true, 0, 0), (card.Master, card.IsUp, card.Addresses.Count, card.Routes.Count));
        Assert.Equal((was.Mac, 1400, true), (bridge.Mac, bridge.Mtu, bridge.IsUp));
        Assert.Equal(["192.0.2.10", "198.51.100.7", "2001:db8::10"], bridge.Addresses.Select(static address => address.Address));
        Assert.Equal(Texts(was), Texts(bridge));
        Assert.Equal(StateText(bridge), StateText(HostDeviceList.Read().StateOf(Find("br0"))));

        // Once more changes nothing, as a daemon does that died behind the deed.
        DeviceChanger.Reach("br0", plan.After);
        Assert.Equal(Texts(was), Texts(StateOf("br0")));

        DeviceChanger.Reach("br0", plan.Before);
        Assert.Null(HostDeviceList.Read().Find("br0"));
        Assert.Equal(StateText(was), StateText(StateOf("eth0")));
    });

    [Fact]
    public void Half_a_change_is_taken_back_whole() => OwnNetwork.Run(() =>
    {
        MakeCard();
        var was = StateOf("eth0");
        var plan = Plan(Bridge);
        // A daemon that died between the card's becoming a port and the moving of the addresses.
        DeviceChanger.Reach("br0", [.. plan.After.Select(static state => state with { Addresses = [], Routes = [] })]);
        Assert.Empty(StateOf("eth0").Addresses);

        DeviceChanger.Reach("br0", plan.Before);
        Assert.Equal(StateText(was), StateText(StateOf("eth0")));
        Assert.Null(HostDeviceList.Read().Find("br0"));
    });

    [Fact]
    public void A_removed_bridge_gives_its_card_what_it_carries_now_and_can_come_back() => OwnNetwork.Run(() =>
    {
        MakeCard();
        var made = Plan(Bridge);
        DeviceChanger.Reach("br0", made.After);
        Ip("address add 203.0.113.5/24 dev br0");
        var was = StateOf("br0");
        var removal = Plan(new HostNetworkChange(HostNetworkAction.Remove, "br0", []), made);

        DeviceChanger.Reach("br0", removal.After);
        Assert.Null(HostDeviceList.Read().Find("br0"));
        Assert.Equal(Texts(was), Texts(StateOf("eth0")));

        DeviceChanger.Reach("br0", removal.Before);
        Assert.Equal(StateText(was), StateText(StateOf("br0")));
        Assert.Empty(StateOf("eth0").Addresses);

        Ip("link add v0 type veth peer name v1");
        Ip("link set v0 master br0");
        var refusal = Refused(new HostNetworkChange(HostNetworkAction.Remove, "br0", []), made);
        Assert.Equal((ErrorCodes.HostNetwork.InUse, "v0"), (refusal.Code, refusal.Facts.Single(static fact => fact.Name == "by").Value));
    });

    [Fact]
    public void A_VLAN_and_a_bond_are_made_and_removed_or_the_kernel_is_named() => OwnNetwork.Run(() =>
    {
        MakeCard();
        Ip("link add eth1 type veth peer name far1");
        var was = StateOf("eth0");
        var vlan = Plan(new HostNetworkChange(HostNetworkAction.Vlan, "eth0.20", ["eth0"]) { Vlan = 20 });
        if (Made(vlan))
        {
            using var links = NetworkLinks.Open();
            Assert.Equal(20, links.ReadVlan("eth0.20"));
            DeviceChanger.Reach("eth0.20", Plan(new HostNetworkChange(HostNetworkAction.Remove, "eth0.20", []), vlan).After);
            Assert.Null(HostDeviceList.Read().Find("eth0.20"));
        }
        var bond = Plan(new HostNetworkChange(HostNetworkAction.Bond, "bond0", ["eth0", "eth1"]) { Bond = new BondSettings { Mode = BondMode.ActiveBackup, MiimonMilliseconds = 50 } });
        if (Made(bond))
        {
            using var links = NetworkLinks.Open();
            Assert.Equal((BondMode.ActiveBackup, 50), (links.ReadBond("bond0")!.Mode, links.ReadBond("bond0")!.MiimonMilliseconds));
            Assert.Equal(Texts(was), Texts(StateOf("bond0")));
        }
        DeviceChanger.Reach("bond0", bond.Before);
        Assert.Equal(StateText(was), StateText(StateOf("eth0")));

        static bool Made(HostNetworkPlan plan)
        {
            try
            {
                DeviceChanger.Reach(plan.Change.Name, plan.After);
                return true;
            }
            catch (CallerException e) when (e.Code == ErrorCodes.HostNetwork.KernelLacks)
            {
                return false;
            }
        }
    });

    [Fact]
    public void What_cannot_be_is_refused_before_anything_changes() => OwnNetwork.Run(() =>
    {
        MakeCard();
        Ip("link add taken type bridge");
        Ip("link add port0 type veth peer name far2");
        Ip("link set port0 master taken");
        Ip("tuntap add dev tap0 mode tap");
        Ip("link add mv0 link far2 type macvlan");
        Ip("link add a;b type veth peer name far4");
        var before = Texts();

        Reason("loopback", Bridge with { Ports = ["lo"] });
        Reason("has-master", Bridge with { Ports = ["port0"] });
        Reason("is-bridge", Bridge with { Ports = ["taken"] });
        Reason("is-tap", Bridge with { Ports = ["tap0"] });
        Reason("has-upper", Bridge with { Ports = ["far2"] });
        Reason("itself", Bridge with { Ports = ["br0"] });
        Reason("twice", new HostNetworkChange(HostNetworkAction.Bond, "bond0", ["eth0", "eth0"]));
        Reason("itself", new HostNetworkChange(HostNetworkAction.Bond, "bond0", ["eth0", "bond0"]));
        Reason("has-upper", new HostNetworkChange(HostNetworkAction.Bond, "bond0", ["eth0", "far2"]));
        foreach (var (name, reason) in new[] { ("", "empty"), ("a23456789b123456", "too-long"), ("br 0", "characters"), ("br/0", "characters"), ("-br", "characters"), ("all", "reserved"), ("..", "reserved") })
        {
            var refusal = Refused(Bridge with { Name = name });
            Assert.Equal((ErrorCodes.HostNetwork.BadName, "hostnet.reason." + reason), (refusal.Code, ReasonOf(refusal)));
        }
        // Whoever could name a card so would have ifupdown's shell run the rest.
        Assert.Equal("hostnet.reason.characters", ReasonOf(Refused(Bridge with { Ports = ["a;b"] })));
        Assert.Equal(ErrorCodes.HostNetwork.NameTaken, Refused(Bridge with { Name = "taken" }).Code);
        Assert.Equal(ErrorCodes.HostNetwork.NoSuchDevice, Refused(Bridge with { Ports = ["eth7"] }).Code);
        Assert.Equal(ErrorCodes.HostNetwork.BadSetting, Refused(Bridge with { Ports = [] }).Code);
        foreach (var vlan in new int?[] { null, 0, 4095, -1 })
        {
            Assert.Equal(ErrorCodes.HostNetwork.BadSetting, Refused(new HostNetworkChange(HostNetworkAction.Vlan, "v", ["eth0"]) { Vlan = vlan }).Code);
        }
        Assert.Equal(ErrorCodes.HostNetwork.BadSetting, Refused(new HostNetworkChange(HostNetworkAction.Bond, "b", ["eth0"]) { Bond = new BondSettings { LacpFast = true } }).Code);
        Assert.Equal(ErrorCodes.HostNetwork.NotMadeHere, Refused(new HostNetworkChange(HostNetworkAction.Remove, "taken", [])).Code);
        foreach (var seconds in new[] { 9, 601 })
        {
            Assert.Equal(ErrorCodes.HostNetwork.BadSetting, Assert.Throws<CallerException>(() => HostNetworkPlanner.Plan(Bridge, seconds, HostDeviceList.Read(), null)).Code);
        }

        Ip("link add eth1 type veth peer name far3");
        Ip("link set eth1 up");
        Ip("link set far3 up");
        Ip("address add 192.0.3.1/24 dev eth1");
        Ip("route add 10.9.0.0/16 nexthop via 192.0.2.1 dev eth0 nexthop via 192.0.3.2 dev eth1");
        Reason("several-ways", Bridge);
        Ip("route del 10.9.0.0/16");
        Ip("address del 192.0.3.1/24 dev eth1");
        Ip("link del eth1");
        Assert.Equal(before, Texts());

        static void Reason(string reason, HostNetworkChange change)
        {
            var refusal = Refused(change);
            Assert.Equal((ErrorCodes.HostNetwork.CannotUse, "hostnet.reason." + reason), (refusal.Code, ReasonOf(refusal)));
        }
    });

    private static string ReasonOf(CallerException refusal) => refusal.Facts.Single(static fact => fact.Name == "reason").Value;

    private static CallerException Refused(HostNetworkChange change, HostNetworkPlan? made = null) => Assert.Throws<CallerException>(() => Plan(change, made));

    private static HostNetworkPlan Plan(HostNetworkChange change, HostNetworkPlan? made = null) => HostNetworkPlanner.Plan(change, 60, HostDeviceList.Read(), made);

    private static NetworkLink Find(string name) => HostDeviceList.Read().Find(name)!;

    private static DeviceState StateOf(string name) => HostDeviceList.Read().StateOf(Find(name));

    /// <summary>What a device carries, without what the kernel chooses anew.</summary>
    private static IReadOnlyList<string> Texts(DeviceState state) =>
    [
        .. state.Addresses.Select(static address => $"{address.Address}/{address.Prefix} {address.Broadcast}"),
        .. state.Routes.Select(static route => $"{route.To}/{route.Prefix} {route.Gateway} {route.Metric} {route.Source} {route.Table} {route.Protocol} {route.OnLink}").Order(StringComparer.Ordinal),
    ];

    private static IReadOnlyList<string> Texts() => [.. HostDeviceList.Read().Links.SelectMany(static link => Texts(StateOf(link.Name)).Prepend($"{link.Name} {link.Master}"))];

    private static string StateText(DeviceState state) => string.Join('\n', [$"{state.Name} {state.Master} {state.Mac:x} {state.Mtu} {state.IsUp}", .. Texts(state)]);

    private static void MakeCard()
    {
        Ip("link add eth0 type veth peer name far0");
        Ip("link set eth0 mtu 1400 up");
        Ip("link set far0 up");
        Ip("address add 192.0.2.10/24 brd + dev eth0");
        Ip("address add 198.51.100.7/25 dev eth0 label eth0:1");
        Ip("-6 address add 2001:db8::10/64 dev eth0 nodad");
        Ip("route add default via 192.0.2.1 metric 50");
        Ip("route add default via 192.0.2.2 metric 200");
        Ip("route add 10.1.0.0/16 via 192.0.2.3 src 192.0.2.10 mtu 1300");
        Ip("route add 10.2.0.0/16 via 192.0.2.3 table 100");
        Ip("route add 10.3.0.0/16 via 203.0.113.99 dev eth0 onlink");
        Ip("-6 route add default via 2001:db8::1 metric 70");
    }

    private static void Ip(string arguments)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments))!;
        ip.WaitForExit();
        Assert.Equal(0, ip.ExitCode);
    }
}
