using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Networks.Bridges;
using Pando.TestNamespaces;

namespace Pando.Networks.Tests;

/// <summary>What a kernel has of the limits of interfaces and networks, and what is left of them.</summary>
public sealed class InterfaceSpeedTests
{
    private const string Limited =
        """
        <network><name>lab</name><uuid>5b0b3a0e-0f6f-4a0e-9f2f-3d6a5d2b8c11</uuid><bridge name='a-long-bridge' stp='off'/><mac address='52:54:00:00:00:aa'/>
          <bandwidth><inbound average='1000' peak='2000'/><outbound average='500'/></bandwidth>
          <portgroup name='usual' default='yes'><bandwidth><inbound average='10'/></bandwidth></portgroup>
          <portgroup name='free'/></network>
        """;

    private static readonly MacAddress Mac = MacAddress.WithQemuPrefix(0x010203);
    private static readonly BandwidthLimit Slow = new() { AverageKiB = 100, PeakKiB = 200, BurstKiB = 300 };

    public InterfaceSpeedTests() => OwnNetwork.Require();

    [Fact]
    public void A_tap_sends_what_goes_to_the_guest_and_hands_over_what_comes_from_it() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        using var traffic = TrafficControl.Open();
        links.Make("br0", "bridge");
        List<AttachmentRecord> noted = [];
        using var opened = Attach(Card(new BridgeSource("br0"), new InterfaceBandwidth(Slow, new BandwidthLimit { AverageKiB = 50 })), record =>
        {
            Assert.Null(links.Find(record.Device));
            noted.Add(record);
        });

        var (tap, between) = (links.Find("vnet0")!, links.Find("ifb-vnet0")!);
        var sent = Assert.Single(traffic.Classes(tap));
        Assert.Equal((100 * 1024, 200 * 1024), (sent.BytesPerSecond, sent.PeakBytesPerSecond));
        Assert.Equal(50 * 1024, Assert.Single(traffic.Classes(between)).BytesPerSecond);
        Assert.Equal(between.Index, Assert.Single(traffic.Filters(tap, received: true)).Target);
        Assert.True(between.IsUp);
        Assert.Equal(Assert.Single(noted), Assert.Single(opened.Speed));

        // Somebody else's device of that name stays.
        Release(noted[0] with { Mac = "52:54:00:99:99:99" });
        Assert.NotNull(links.Find("ifb-vnet0"));
        Release(noted[0]);
        Release(noted[0]);
        Assert.Null(links.Find("ifb-vnet0"));
    });

    [Fact]
    public void A_macvtap_stands_for_the_guest_itself() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        using var traffic = TrafficControl.Open();
        links.Change(links.Make("card0", "veth"), new NetworkLinkChange { Up = true });
        using var opened = Attach(Card(new DirectSource("card0", DirectMode.Bridge), new InterfaceBandwidth(Slow, new BandwidthLimit { AverageKiB = 50 })));

        Assert.Equal(50 * 1024, Assert.Single(traffic.Classes(links.Find("macvtap0")!)).BytesPerSecond);
        Assert.Equal(100 * 1024, Assert.Single(traffic.Classes(links.Find("ifb-macvtap0")!)).BytesPerSecond);
        Release(opened.Speed[0]);
        Release(opened.Record!);
        Assert.DoesNotContain(links.All(), static link => link.Name.Contains("macvtap", StringComparison.Ordinal));
    });

    [Fact]
    public void Limits_are_changed_and_taken_away_while_it_is_connected() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        using var traffic = TrafficControl.Open();
        links.Make("br0", "bridge");
        using var opened = Attach(Card(new BridgeSource("br0"), null));
        var tap = links.Find("vnet0")!;
        Assert.False(traffic.SendsByClasses(tap));
        Assert.Empty(opened.Speed);

        var known = Set(opened.Interface with { Bandwidth = new InterfaceBandwidth(Slow, Slow) }, []);
        Assert.Equal("ifb-vnet0", Assert.Single(known).Device);
        known = Set(opened.Interface with { Bandwidth = new InterfaceBandwidth(Slow with { AverageKiB = 150 }, null) }, known);
        Assert.Empty(known);
        Assert.Equal(150 * 1024, Assert.Single(traffic.Classes(tap)).BytesPerSecond);
        Assert.Empty(traffic.Filters(tap, received: true));
        Assert.Null(links.Find("ifb-vnet0"));

        // Where somebody has removed the device in between nothing would reach anybody.
        known = Set(opened.Interface with { Bandwidth = new InterfaceBandwidth(null, Slow) }, known);
        links.Delete(links.Find("ifb-vnet0")!);
        known = Set(opened.Interface, known);
        Assert.Empty(known);
        Assert.Empty(traffic.Filters(tap, received: true));
        Assert.False(traffic.SendsByClasses(tap));
    });

    [Fact]
    public void A_tap_of_somebody_elses_is_as_it_was_afterwards() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        using var traffic = TrafficControl.Open();
        using var ip = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("ip", "tuntap add dev theirs mode tap vnet_hdr"))!;
        ip.WaitForExit();
        var card = Card(new EthernetSource(), new InterfaceBandwidth(Slow, null)) with { TargetDevice = "theirs", TargetManaged = false };
        using (var opened = Attach(card))
        {
            Assert.True(traffic.SendsByClasses(links.Find("theirs")!));
            Release(Assert.Single(opened.Speed));
        }
        Assert.False(traffic.SendsByClasses(links.Find("theirs")!));
    });

    [Fact]
    public void A_network_limits_all_its_guests_together_and_the_class_of_an_interface_each() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        using var traffic = TrafficControl.Open();
        var network = KnownNetworks.Active(Limited);
        NetworkBridgeDevice.Make(network.Definition);
        var bridge = links.Find("a-long-bridge")!;
        Assert.Equal([(1, 1000 * 1024, 2000 * 1024), (2, 1000 * 1024, 2000 * 1024)], traffic.Classes(bridge).Select(static one => (one.Id, (int)one.BytesPerSecond, (int)one.PeakBytesPerSecond)).Order());

        var networks = new KnownNetworks(network);
        using (var usual = Attach(Card(new VirtualNetworkSource("lab"), null), networks: networks))
        {
            Assert.Equal(10 * 1024, Assert.Single(traffic.Classes(links.Find("vnet0")!)).BytesPerSecond);
            Assert.Null(usual.Interface.Bandwidth);
        }
        using (Attach(Card(new VirtualNetworkSource("lab", "free"), null), networks: networks))
        {
            Assert.False(traffic.SendsByClasses(links.Find("vnet0")!));
        }
        using (Attach(Card(new VirtualNetworkSource("lab"), new InterfaceBandwidth(Slow, null)), networks: networks))
        {
            Assert.Equal(100 * 1024, Assert.Single(traffic.Classes(links.Find("vnet0")!)).BytesPerSecond);
        }

        NetworkBridgeDevice.Remove(network.Definition);
        Assert.Null(links.Find("a-long-bridge"));
    });

    [Fact]
    public void A_guest_is_guaranteed_a_part_of_its_network() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        using var traffic = TrafficControl.Open();
        var network = KnownNetworks.Active(Limited);
        NetworkBridgeDevice.Make(network.Definition);
        var bridge = links.Find("a-long-bridge")!;
        var networks = new KnownNetworks(network);
        using var opened = Attach(Floor(400), networks: networks);

        Assert.Equal([(1, 1000), (2, 600), (3, 400)], Classes());
        Assert.Equal((3, Mac.Value), (traffic.Filters(bridge).Single().Class, traffic.Filters(bridge).Single().Address));
        var known = Set(opened.Interface with { Bandwidth = Floor(700).Bandwidth }, opened.Speed, networks);
        Assert.Equal([(1, 1000), (2, 300), (3, 700)], Classes());

        // Another guest may have what is left of the peak, and no more.
        Assert.Equal(ErrorCodes.Network.CannotAttach, Refusal(Floor(1301) with { Mac = MacAddress.WithQemuPrefix(9) }, networks).Code);
        Assert.Null(links.Find("vnet1"));
        Assert.Equal([(1, 1000), (2, 300), (3, 700)], Classes());
        using (var other = Attach(Floor(1300) with { Mac = MacAddress.WithQemuPrefix(9) }, networks: networks))
        {
            Assert.Equal([(1, 1000), (2, 1), (3, 700), (4, 1300)], Classes());
            Release(Assert.Single(other.Speed));
        }

        known = Set(opened.Interface with { Bandwidth = null }, known, networks);
        Assert.Empty(known);
        Assert.Equal([(1, 1000), (2, 1000)], Classes());
        Assert.Empty(traffic.Filters(bridge));
        var without = KnownNetworks.Active("<network><name>lab</name><bridge name='br7'/><portgroup name='free'/></network>");
        links.Make("br7", "bridge");
        Assert.Equal(ErrorCodes.Network.CannotAttach, Refusal(Floor(1), new KnownNetworks(without)).Code);

        (int, int)[] Classes() => [.. traffic.Classes(bridge).Select(static one => (one.Id, (int)(one.BytesPerSecond / 1024))).Order()];

        static InterfaceDevice Floor(int kib) => Card(new VirtualNetworkSource("lab", "free"), new InterfaceBandwidth(new BandwidthLimit { FloorKiB = kib }, null));
    });

    private static InterfaceDevice Card(InterfaceSource source, InterfaceBandwidth? bandwidth) =>
        new() { Source = source, Mac = Mac, Model = InterfaceModel.Virtio, Alias = new DeviceAlias("net0"), Bandwidth = bandwidth };

    private static OpenedInterface Attach(InterfaceDevice card, Action<AttachmentRecord>? note = null, INetworks? networks = null) =>
        Done(KnownNetworks.Attachments(networks ?? new KnownNetworks()).AttachAsync(new AttachmentRequest("vm1", card, 65534), record =>
        {
            note?.Invoke(record);
            return ValueTask.CompletedTask;
        }))!;

    private static PandoException Refusal(InterfaceDevice card, INetworks networks) =>
        Assert.IsType<PandoException>(Record.Exception(() => Attach(card, networks: networks)), exactMatch: false);

    private static IReadOnlyList<AttachmentRecord> Set(InterfaceDevice card, IReadOnlyList<AttachmentRecord> known, INetworks? networks = null) =>
        Done(KnownNetworks.Attachments(networks ?? new KnownNetworks()).SetSpeedAsync(new AttachmentRequest("vm1", card, 65534), known, _ => ValueTask.CompletedTask));

    private static void Release(AttachmentRecord record) => Assert.True(KnownNetworks.Attachments(new KnownNetworks()).ReleaseAsync(record).AsTask().IsCompletedSuccessfully);

    private static T Done<T>(ValueTask<T> work)
    {
        var task = work.AsTask();
        // It must not leave the thread that is in the namespace.
        Assert.True(task.IsCompleted);
#pragma warning disable RS0030 // It has completed: nothing is waited for, and the thread has the namespace.
        return task.GetAwaiter().GetResult();
#pragma warning restore RS0030
    }
}
