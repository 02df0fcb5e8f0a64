using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.TestNamespaces;

namespace Pando.Networks.Tests;

/// <summary>Machines' ends on the host, on a kernel's real network of the test's own.</summary>
public sealed class AttachmentTests
{
    private static readonly MacAddress Mac = MacAddress.WithQemuPrefix(0x010203);

    public AttachmentTests() => OwnNetwork.Require();

    [Fact]
    public void A_tap_on_a_bridge_has_the_bridges_mtu_and_an_address_that_is_not_the_guests() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        var bridge = links.Make("br0", "bridge");
        links.Change(bridge, new NetworkLinkChange { Mtu = 1400 });

        using var opened = Attach(Card(new BridgeSource("br0")));
        var tap = links.Find("vnet0")!;

        Assert.Equal("vnet0", opened!.Interface.TargetDevice);
        Assert.Equal(bridge.Index, tap.Master);
        Assert.Equal(0xfe5400010203, tap.Mac);
        Assert.Equal(1400, tap.Mtu);
        Assert.True(tap.IsUp);
        Assert.Null(opened.Record);
    });

    [Fact]
    public void A_tap_goes_with_its_descriptors() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        links.Make("br0", "bridge");
        Attach(Card(new BridgeSource("br0")))!.Dispose();

        Assert.Null(links.Find("vnet0"));
    });

    [Fact]
    public void A_tap_moves_to_another_bridge_and_is_there_as_if_it_had_been_made_there() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        var (first, second) = (links.Make("br0", "bridge"), links.Make("br1", "bridge"));
        links.Change(second, new NetworkLinkChange { Mtu = 1400 });
        using var opened = Attach(Card(new BridgeSource("br0")));
        var card = opened!.Interface;

        Move(card with { Source = new BridgeSource("br1"), IsolatedPort = true });
        Assert.Equal((second.Index, 1400, true), (links.Find("vnet0")!.Master, links.Find("vnet0")!.Mtu, links.Find("vnet0")!.IsUp));
        Assert.Equal("1", File.ReadAllText("/sys/class/net/vnet0/brport/isolated").Trim());
        Assert.Equal((1500, 1400), (links.Find("br0")!.Mtu, links.Find("br1")!.Mtu));

        // A second time changes nothing, and what was isolated is not for ever.
        Move(card with { Source = new BridgeSource("br1") });
        Assert.Equal("0", File.ReadAllText("/sys/class/net/vnet0/brport/isolated").Trim());
        Move(card);
        Assert.Equal((first.Index, 1500), (links.Find("vnet0")!.Master, links.Find("vnet0")!.Mtu));
    });

    [Fact]
    public void A_tap_that_cannot_move_stays_where_it_is() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        var bridge = links.Make("br0", "bridge");
        links.Make("card0", "veth");
        using var opened = Attach(Card(new BridgeSource("br0")));
        var card = opened!.Interface;

        Assert.Equal(ErrorCodes.Network.BridgeMissing, MoveRefusal(card with { Source = new BridgeSource("br9") }).Code);
        Assert.Equal(ErrorCodes.Network.NotABridge, MoveRefusal(card with { Source = new BridgeSource("card0") }).Code);
        Assert.Equal(ErrorCodes.Network.DeviceMissing, MoveRefusal(card with { TargetDevice = "vnet9" }).Code);
        // The kernel refuses packets of this size in the middle of it.
        links.Make("br1", "bridge");
        Assert.Equal(ErrorCodes.Network.Refused, MoveRefusal(card with { Source = new BridgeSource("br1"), Mtu = 100_000 }).Code);
        Assert.Equal((bridge.Index, 1500), (links.Find("vnet0")!.Master, links.Find("vnet0")!.Mtu));
    });

    [Fact]
    public void Tags_on_a_bridge_that_would_not_heed_them_are_refused_and_leave_no_tap() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        links.Make("br0", "bridge");
        var refused = Assert.Throws<CallerException>(() => Attach(Card(new BridgeSource("br0")) with { Vlan = new VlanTags(false, [new VlanTag(42)]) }));
        Assert.Equal(ErrorCodes.Network.VlansNotApart, refused.Code);
        Assert.Contains(refused.Facts, static fact => fact is { Name: "bridge", Value: "br0" });
        Assert.Null(links.Find("vnet0"));
    });

    [Fact]
    public void Taps_are_numbered_and_a_chosen_name_is_kept() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        links.Make("br0", "bridge");
        using var first = Attach(Card(new BridgeSource("br0")));
        using var second = Attach(Card(new BridgeSource("br0")) with { Driver = new InterfaceDriver { Queues = 4 }, IsolatedPort = true, Mtu = 1200 });
        using var third = Attach(Card(new BridgeSource("br0")) with { TargetDevice = "web0" });

        Assert.Equal(["vnet0", "vnet1", "web0"], [.. new[] { first, second, third }.Select(opened => opened!.Interface.TargetDevice!)]);
        Assert.Equal(4, second!.Queues.Count);
        Assert.Equal(1200, links.Find("vnet1")!.Mtu);
        Assert.Equal("1", File.ReadAllText("/sys/class/net/vnet1/brport/isolated").Trim());
        Assert.Equal(ErrorCodes.Network.DeviceTaken, Refusal(Card(new BridgeSource("br0")) with { TargetDevice = "web0" }).Code);
    });

    [Fact]
    public void What_is_not_there_is_said_by_its_name() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        links.Make("card0", "veth");

        Assert.Equal(ErrorCodes.Network.BridgeMissing, Refusal(Card(new BridgeSource("br9"))).Code);
        Assert.Equal(ErrorCodes.Network.NotABridge, Refusal(Card(new BridgeSource("card0"))).Code);
        Assert.Equal(ErrorCodes.Network.CardMissing, Refusal(Card(new DirectSource("eth9"))).Code);
        Assert.Equal(ErrorCodes.Network.DeviceMissing, Refusal(Card(new EthernetSource()) with { TargetDevice = "tap9", TargetManaged = false }).Code);
    });

    [Fact]
    public void An_ethernet_tap_gets_its_addresses_and_routes() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        using var opened = Attach(Card(new EthernetSource
        {
            HostAddresses = [new InterfaceAddress("192.0.2.1", IpFamily.IPv4, 24), new InterfaceAddress("2001:db8::1", IpFamily.IPv6, 64)],
            HostRoutes = [new InterfaceRoute("198.51.100.0", "192.0.2.2", Prefix: 24)],
        }));

        Assert.True(links.Find("vnet0")!.IsUp);
        Assert.Contains("192.0.2.1/24", Ip("-4 addr show vnet0"), StringComparison.Ordinal);
        Assert.Contains("2001:db8::1/64", Ip("-6 addr show vnet0"), StringComparison.Ordinal);
        Assert.Contains("198.51.100.0/24 via 192.0.2.2 dev vnet0", Ip("route"), StringComparison.Ordinal);
    });

    [Fact]
    public void A_tap_that_is_somebody_elses_is_opened_and_left_as_it_is() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        Ip("tuntap add dev theirs mode tap vnet_hdr");
        using (Attach(Card(new EthernetSource()) with { TargetDevice = "theirs", TargetManaged = false }))
        {
            Assert.False(links.Find("theirs")!.IsUp);
        }

        Assert.NotNull(links.Find("theirs"));
    });

    [Fact]
    public void A_macvtap_is_noted_before_it_is_made_and_released_by_its_address() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        var lower = links.Make("card0", "veth");
        links.Change(lower, new NetworkLinkChange { Up = true });
        List<AttachmentRecord> noted = [];

        using var opened = Attach(Card(new DirectSource("card0", DirectMode.Bridge)), record =>
        {
            Assert.Null(links.Find(record.Device));
            noted.Add(record);
        });
        var macvtap = links.Find("macvtap0")!;

        Assert.Equal(opened!.Record, Assert.Single(noted));
        Assert.Equal("macvtap", macvtap.Kind);
        Assert.Equal(Mac.Value, macvtap.Mac);
        Assert.True(macvtap.IsUp);

        Release(noted[0] with { Mac = "52:54:00:99:99:99" });
        Assert.NotNull(links.Find("macvtap0"));
        Release(noted[0]);
        Release(noted[0]);
        Assert.Null(links.Find("macvtap0"));
    });

    [Fact]
    public void A_card_that_was_passed_through_gets_its_own_address_back() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        var lower = links.Make("card0", "veth");
        links.Change(lower, new NetworkLinkChange { Up = true });

        using var opened = Attach(Card(new DirectSource("card0", DirectMode.Passthrough)));
        Assert.Equal(Mac.Value, links.Find("card0")!.Mac);

        Release(opened!.Record!);
        Assert.Equal(lower.Mac, links.Find("card0")!.Mac);
    });

    [Fact]
    public void Two_that_start_at_one_moment_are_passed_a_card_each() => OwnNetwork.Run(async () =>
    {
        using (var links = NetworkLinks.Open())
        {
            foreach (var card in (string[])["card0", "card1"])
            {
                links.Change(links.Make(card, "veth"), new NetworkLinkChange { Up = true });
            }
        }
        var attachments = KnownNetworks.Attachments(new KnownNetworks(KnownNetworks.Active(
            "<network><name>pool</name><forward mode='passthrough'><interface dev='card0'/><interface dev='card1'/></forward></network>")));
        var bothAsked = new TaskCompletionSource();

        var first = AttachAsync("vm1", 1);
        var second = AttachAsync("vm2", 2);
        bothAsked.SetResult();
        using var one = await first;
        using var two = await second;

        Assert.Equal(("card0", "card1"), (one!.Record!.LowerDevice, two!.Record!.LowerDevice));
        Assert.Equal(ErrorCodes.Network.NoFreeCard, (await Assert.ThrowsAsync<CallerException>(() => AttachAsync("vm3", 3))).Code);
        // What a daemon that died left is released by its note, and the card is free again.
        await attachments.ReleaseAsync(one.Record);
        using var three = await AttachAsync("vm3", 3);
        Assert.Equal("card0", three!.Record!.LowerDevice);

        // Whoever has chosen writes it down before the card is taken; in between comes the other.
        Task<OpenedInterface?> AttachAsync(string machine, int number) => attachments.AttachAsync(
            new AttachmentRequest(machine, Card(new VirtualNetworkSource("pool")) with { Mac = MacAddress.WithQemuPrefix(number) }, 65534), async _ => await bothAsked.Task).AsTask();
    });

    [Fact]
    public void What_this_host_cannot_do_is_refused() => OwnNetwork.Run(() =>
    {
        var card = Card(new BridgeSource("br0"));
        foreach (var wrong in (InterfaceDevice[])
        [
            card with { Source = new DirectSource("card0", DirectMode.Bridge), Filter = new FilterReference("clean-traffic", []) },
            card with { TargetDevice = "a\"b", Filter = new FilterReference("clean-traffic", []) },
            card with { Source = new UserNetworkSource(), Bandwidth = new InterfaceBandwidth(new BandwidthLimit { AverageKiB = 1 }, null) },
            card with { VirtualPort = new VirtualPort { Type = VirtualPortType.Midonet, InterfaceId = Guid.NewGuid() } },
            card with { VirtualPort = Switch, Source = new DirectSource("card0", DirectMode.Bridge) },
            card with { VirtualPort = Switch, Filter = new FilterReference("clean-traffic", []) },
            card with { VirtualPort = Switch, Bandwidth = new InterfaceBandwidth(new BandwidthLimit { AverageKiB = 2, FloorKiB = 1 }, null) },
            card with { Vlan = new VlanTags(false, [new VlanTag(4095)]) },
            card with { Driver = new InterfaceDriver { Queues = 2 }, Model = InterfaceModel.E1000 },
        ])
        {
            Assert.Equal(ErrorCodes.Network.CannotAttach, Refusal(wrong).Code);
        }
    });

    [Fact]
    public void What_needs_nothing_of_the_host_gets_nothing() => Assert.Null(Attach(Card(new UserNetworkSource())));

    private static VirtualPort Switch => new() { Type = VirtualPortType.OpenVSwitch };

    private static InterfaceDevice Card(InterfaceSource source) =>
        new() { Source = source, Mac = Mac, Model = InterfaceModel.Virtio, Alias = new DeviceAlias("net0") };

    private static OpenedInterface? Attach(InterfaceDevice card, Action<AttachmentRecord>? note = null)
    {
        var attached = KnownNetworks.Attachments(new KnownNetworks()).AttachAsync(new AttachmentRequest("vm1", card, 65534), record =>
        {
            note?.Invoke(record);
            return ValueTask.CompletedTask;
        }).AsTask();
        // It must not leave the thread that is in the namespace.
        Assert.True(attached.IsCompleted);
        return attached.GetAwaiter().GetResult();
    }

    private static PandoException Refusal(InterfaceDevice card) => Assert.IsType<PandoException>(Record.Exception(() => Attach(card)), exactMatch: false);

    private static void Move(InterfaceDevice card) => KnownNetworks.Attachments(new KnownNetworks()).MoveAsync(new AttachmentRequest("vm1", card, 65534), _ => ValueTask.CompletedTask).AsTask().GetAwaiter().GetResult();

    private static PandoException MoveRefusal(InterfaceDevice card) => Assert.IsType<PandoException>(Record.Exception(() => Move(card)), exactMatch: false);

    private static void Release(AttachmentRecord record) => KnownNetworks.Attachments(new KnownNetworks()).ReleaseAsync(record).AsTask().GetAwaiter().GetResult();

    private static string Ip(string arguments)
    {
        // Started from this thread, so that it is in the thread's namespace.
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("ip", arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
