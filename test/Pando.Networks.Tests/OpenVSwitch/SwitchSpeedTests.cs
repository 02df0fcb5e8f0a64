using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Networks.OpenVSwitch;
using Pando.Ovsdb;
using Pando.TestNamespaces;

namespace Pando.Networks.Tests.OpenVSwitch;

/// <summary>How fast ports of a real Open vSwitch are, which moves packets itself.</summary>
public sealed class SwitchSpeedTests
{
    private static readonly InterfaceBandwidth Slow = new(new BandwidthLimit { AverageKiB = 256, BurstKiB = 32 }, null);

    private static InterfaceDevice Card => new()
    {
        Source = new BridgeSource("ovs0"),
        Mac = MacAddress.TryParse("52:54:00:00:00:01", out var mac) ? mac : default,
        Model = InterfaceModel.Virtio,
        Alias = new DeviceAlias("net0"),
        VirtualPort = new VirtualPort { Type = VirtualPortType.OpenVSwitch },
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void A_port_is_as_fast_as_its_card_says_and_leaves_nothing() => OwnNetwork.Run(async () =>
    {
        using var own = Switch();
        var attachments = KnownNetworks.Attachments(new KnownNetworks(), own.Socket);
        var noted = new List<AttachmentRecord>();
        using (var opened = await attachments.AttachAsync(Request(Card with { Bandwidth = Slow }), Note(noted), Ct))
        {
            Assert.Equal(("2097152", "2097152", "262144"), (Column(own, "qos", "other_config:max-rate"), Column(own, "queue", "other_config:min-rate"), Column(own, "queue", "other_config:burst")));
            Assert.Equal(2097152 / 8, Rate());
            var rows = Rows(own);

            // Changed where it stands: the rows stay the ones that they were.
            var faster = Card with { TargetDevice = "vnet0", Bandwidth = new InterfaceBandwidth(new BandwidthLimit { AverageKiB = 512 }, null) };
            await attachments.SetSpeedAsync(Request(faster), noted, Note(noted), Ct);
            Assert.Equal(rows, Rows(own));
            Assert.Equal(4194304 / 8, Rate());
            await attachments.MoveAsync(Request(faster with { Source = new BridgeSource("ovs1") }), Note(noted), Ct);
            Assert.Equal(4194304 / 8, Rate());
            // What it may have at most, and what it always has.
            await attachments.SetSpeedAsync(Request(faster with { Source = new BridgeSource("ovs1"), Bandwidth = new InterfaceBandwidth(new BandwidthLimit { AverageKiB = 512, PeakKiB = 1024 }, null) }), noted, Note(noted), Ct);
            Assert.Equal(("8388608", "4194304", "8388608"), (Column(own, "qos", "other_config:max-rate"), Column(own, "queue", "other_config:min-rate"), Column(own, "queue", "other_config:max-rate")));
            Assert.Equal((4194304 / 8, 8388608 / 8), (Rate(), Peak()));
            await attachments.SetSpeedAsync(Request(faster with { Source = new BridgeSource("ovs1") }), noted, Note(noted), Ct);
            Assert.Equal((4194304 / 8, 4194304 / 8), (Rate(), Peak()));

            // Without a limit nothing is left of it; what somebody else has said stays.
            await attachments.SetSpeedAsync(Request(faster with { Source = new BridgeSource("ovs1"), Bandwidth = null }), noted, Note(noted), Ct);
            Assert.Equal(string.Empty, Rows(own));
            Assert.Equal("[]", own.Vsctl("get", "Port", "vnet0", "qos"));
            own.Vsctl("set", "Port", "vnet0", "qos=@theirs", "--", "--id=@theirs", "create", "QoS", "type=linux-htb", "other_config:max-rate=8000000");
            await attachments.MoveAsync(Request(faster with { Source = new BridgeSource("ovs1"), Bandwidth = null }), Note(noted), Ct);
            Assert.Equal("8000000", Column(own, "qos", "other_config:max-rate"));
            await attachments.SetSpeedAsync(Request(faster with { Source = new BridgeSource("ovs1") }), noted, Note(noted), Ct);
            Assert.Equal(4194304 / 8, Rate());
        }
        foreach (var record in noted)
        {
            await attachments.ReleaseAsync(record, Ct);
        }
        Assert.Equal("8000000", Column(own, "qos", "other_config:max-rate"));
        Assert.Equal(string.Empty, own.Vsctl("--bare", "--columns=_uuid", "list", "queue"));
    });

    [Fact]
    public void What_a_daemon_left_that_was_killed_is_tidied_up() => OwnNetwork.Run(async () =>
    {
        using var own = Switch();
        var attachments = KnownNetworks.Attachments(new KnownNetworks(), own.Socket);
        (await attachments.AttachAsync(Request(Card with { Bandwidth = Slow }), Note([]), Ct))!.Dispose();
        Assert.NotEqual(string.Empty, Rows(own));
        // Killed between the two, or somebody has pulled the port.
        own.Vsctl("--no-wait", "del-port", "vnet0");
        Assert.NotEqual(string.Empty, Rows(own));
        await attachments.TidyAsync(Ct);
        Assert.Equal(string.Empty, Rows(own));
    });

    [Fact]
    public void What_the_switch_would_not_do_is_refused_by_name() => OwnNetwork.Run(async () =>
    {
        using var own = Switch();
        var attachments = KnownNetworks.Attachments(new KnownNetworks(), own.Socket);
        foreach (var (limit, reason) in new[]
        {
            (new InterfaceBandwidth(null, new BandwidthLimit { AverageKiB = 256 }), "network.reason.switch-speed"),
            (new InterfaceBandwidth(new BandwidthLimit { AverageKiB = 256, FloorKiB = 128 }, null), "network.reason.floor-of-nothing"),
        })
        {
            var refusal = await Assert.ThrowsAsync<CallerException>(async () => await attachments.AttachAsync(Request(Card with { Bandwidth = limit }), Note([]), Ct));
            Assert.Equal(ErrorCodes.Network.CannotAttach, refusal.Code);
            Assert.Contains(refusal.Facts, fact => fact.Value == reason);
        }
        Assert.Equal(string.Empty, own.Vsctl("list-ports", "ovs0") + Rows(own));
    });

    [Fact]
    public void What_a_port_sends_is_limited_in_the_switchs_own_units_and_by_nobody_elses_wish()
    {
        var plug = new SwitchPlug("ovs0", "vnet0", default, "/run/pando") { Bandwidth = new InterfaceBandwidth(null, new BandwidthLimit { AverageKiB = 256, BurstKiB = 32 }) };
        var columns = plug.InterfaceColumns(null);
        Assert.Equal((OvsdbValue.Of(2048), OvsdbValue.Of(256)), (columns["ingress_policing_rate"], columns["ingress_policing_burst"]));
        Assert.DoesNotContain("ingress_policing_rate", (plug with { Bandwidth = null }).InterfaceColumns(null).Keys);
    }

    private static OwnSwitch Switch()
    {
        var own = OwnSwitch.Start();
        foreach (var bridge in (string[])["ovs0", "ovs1"])
        {
            own.Vsctl("add-br", bridge, "--", "set", "Bridge", bridge, "datapath_type=netdev");
        }
        return own;
    }

    private static AttachmentRequest Request(InterfaceDevice card) => new("vm1", card, 65534);

    private static Func<AttachmentRecord, ValueTask> Note(List<AttachmentRecord> noted) => record =>
    {
        noted.Add(record);
        return ValueTask.CompletedTask;
    };

    private static string Rows(OwnSwitch own) => own.Vsctl("--bare", "--columns=_uuid", "list", "qos") + own.Vsctl("--bare", "--columns=_uuid", "list", "queue");

    private static string Column(OwnSwitch own, string table, string column) =>
        own.Vsctl("get", table, own.Vsctl("--bare", "--columns=_uuid", "list", table), column).Trim('"');

    /// <summary>What the kernel may send by at most.</summary>
    private static long? Peak()
    {
        using var links = NetworkLinks.Open();
        using var traffic = TrafficControl.Open();
        return traffic.Classes(links.Find("vnet0")!).MinBy(static one => one.BytesPerSecond)!.PeakBytesPerSecond;
    }

    /// <summary>What the kernel sends by towards the guest, in bytes a second.</summary>
    private static long Rate()
    {
        using var links = NetworkLinks.Open();
        using var traffic = TrafficControl.Open();
        return traffic.Classes(links.Find("vnet0")!).Min(static one => one.BytesPerSecond);
    }
}
