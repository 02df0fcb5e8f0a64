using System.Globalization;
using Pando.Linux.Networking;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.TestNamespaces;

namespace Pando.Networks.Tests.OpenVSwitch;

/// <summary>Cards of machines on bridges of a real Open vSwitch, which moves packets itself.</summary>
public sealed class SwitchAttachmentTests
{
    private static readonly DomainId Machine = new(Guid.Parse("11111111-2222-3333-4444-555555555555"));
    private static readonly Guid Port = Guid.Parse("09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f");

    private static InterfaceDevice Card => new()
    {
        Source = new BridgeSource("ovs0"),
        Mac = MacAddress.TryParse("52:54:00:00:00:01", out var mac) ? mac : default,
        Model = InterfaceModel.Virtio,
        Alias = new DeviceAlias("net0"),
        VirtualPort = new VirtualPort { Type = VirtualPortType.OpenVSwitch, InterfaceId = Port, ProfileId = "menial" },
    };

    [Fact]
    public void A_card_becomes_a_port_with_what_libvirt_says_of_it_and_leaves_nothing() => OwnNetwork.Run(async () =>
    {
        using var own = Switch();
        var attachments = KnownNetworks.Attachments(new KnownNetworks(), own.Socket);
        var noted = new List<AttachmentRecord>();
        using (var opened = await AttachAsync(attachments, Card with { Vlan = Access(42), IsolatedPort = true, Mtu = 1400 }, noted))
        {
            Assert.Equal("vnet0", opened.Interface.TargetDevice);
            Assert.Equal("ovs0", own.Vsctl("port-to-br", "vnet0"));
            Assert.Equal("menial", Get(own, "Interface", "external_ids:port-profile"));
            Assert.Equal((Port.ToString(), "52:54:00:00:00:01", "active", Machine.Value.ToString()),
                (Get(own, "Interface", "external_ids:iface-id"), Get(own, "Interface", "external_ids:attached-mac"), Get(own, "Interface", "external_ids:iface-status"), Get(own, "Interface", "external_ids:vm-id")));
            Assert.Equal(("42", "[]", "[]", "true"), (Get(own, "Port", "tag"), Get(own, "Port", "trunks"), Get(own, "Port", "vlan_mode"), Get(own, "Port", "protected")));
            Assert.Equal("1400", Get(own, "Interface", "mtu_request"));
            Assert.Equal((1400, true), Link("vnet0", static link => (link.Mtu, link.IsUp)));

            // A trunk instead, whose packets without a tag are of one of its VLANs. The port stays the one that it was.
            var trunk = Card with { TargetDevice = "vnet0", Vlan = new VlanTags(true, [new VlanTag(42, NativeVlan.Untagged), new VlanTag(47)]), VirtualPort = new VirtualPort { Type = VirtualPortType.OpenVSwitch } };
            var before = Get(own, "Port", "_uuid");
            await MoveAsync(attachments, trunk, noted);
            Assert.Equal(("42", "[42, 47]", "native-untagged", "false"), (Get(own, "Port", "tag"), Get(own, "Port", "trunks"), Get(own, "Port", "vlan_mode"), Get(own, "Port", "protected")));
            Assert.Equal((before, Port.ToString()), (Get(own, "Port", "_uuid"), Get(own, "Interface", "external_ids:iface-id")));

            await MoveAsync(attachments, trunk with { Source = new BridgeSource("ovs1"), Vlan = null }, noted);
            Assert.Equal(("ovs1", "[]", "[]"), (own.Vsctl("port-to-br", "vnet0"), Get(own, "Port", "tag"), Get(own, "Port", "trunks")));
            Assert.Equal("vnet0", own.Vsctl("list-ports", "ovs1"));
        }
        foreach (var record in noted)
        {
            await attachments.ReleaseAsync(record, TestContext.Current.CancellationToken);
            await attachments.ReleaseAsync(record, TestContext.Current.CancellationToken);
        }
        Assert.Equal(string.Empty, own.Vsctl("list-ports", "ovs0") + own.Vsctl("list-ports", "ovs1"));
        Assert.DoesNotContain("vnet0", own.Vsctl("list", "Interface"), StringComparison.Ordinal);
    });

    [Fact]
    public void A_card_goes_from_a_bridge_of_the_kernel_to_a_switch_and_back() => OwnNetwork.Run(async () =>
    {
        using var own = Switch();
        MakeBridge("br0");
        var attachments = KnownNetworks.Attachments(new KnownNetworks(), own.Socket);
        var noted = new List<AttachmentRecord>();
        using var opened = await AttachAsync(attachments, Card with { Source = new BridgeSource("br0"), VirtualPort = null }, noted);
        Assert.Empty(noted);
        await MoveAsync(attachments, Card with { TargetDevice = "vnet0" }, noted);
        Assert.Equal("switch", Assert.Single(noted).Kind);
        Assert.Equal("ovs0", own.Vsctl("port-to-br", "vnet0"));
        Assert.Null(Link("vnet0", static link => link.Master is 0 ? null : link.Master));
        await MoveAsync(attachments, Card with { Source = new BridgeSource("br0"), VirtualPort = null, TargetDevice = "vnet0" }, noted);
        Assert.Equal(string.Empty, own.Vsctl("list-ports", "ovs0"));
        Assert.Equal(Link("br0", static link => link.Index), Link("vnet0", static link => link.Master));

        // One that cannot go there stays.
        var refusal = await Assert.ThrowsAsync<CallerException>(() => MoveAsync(attachments, Card with { TargetDevice = "vnet0", Source = new BridgeSource("none") }, noted));
        Assert.Equal(ErrorCodes.Network.SwitchBridgeMissing, refusal.Code);
        Assert.Equal(Link("br0", static link => link.Index), Link("vnet0", static link => link.Master));
    });

    [Fact]
    public void What_is_left_of_machines_that_are_gone_is_replaced_or_tidied_up_and_others_ports_are_not() => OwnNetwork.Run(async () =>
    {
        using var own = Switch();
        var attachments = KnownNetworks.Attachments(new KnownNetworks(), own.Socket);
        var noted = new List<AttachmentRecord>();
        (await AttachAsync(attachments, Card, noted)).Dispose();
        own.Vsctl("--no-wait", "add-port", "ovs1", "theirs");
        // The tap is gone, the port is not; another machine's tap has the name.
        var other = Card with { Mac = MacAddress.TryParse("52:54:00:00:00:02", out var mac) ? mac : default };
        using (await AttachAsync(attachments, other, []))
        {
            Assert.Equal("52:54:00:00:00:02", Get(own, "Interface", "external_ids:attached-mac"));
            // Whoever releases the first one late leaves the second alone, and so does who tidies up.
            await attachments.ReleaseAsync(Assert.Single(noted), TestContext.Current.CancellationToken);
            Assert.Empty(await attachments.TidyAsync(TestContext.Current.CancellationToken));
            Assert.Equal("vnet0", own.Vsctl("list-ports", "ovs0"));
        }
        Assert.Equal("vnet0", Assert.Single(await attachments.TidyAsync(TestContext.Current.CancellationToken)));
        Assert.Equal((string.Empty, "theirs"), (own.Vsctl("list-ports", "ovs0"), own.Vsctl("list-ports", "ovs1")));
    });

    [Fact]
    public void What_fails_is_told_with_its_reason_and_leaves_no_port() => OwnNetwork.Run(async () =>
    {
        var own = Switch();
        try
        {
            var attachments = KnownNetworks.Attachments(new KnownNetworks(), own.Socket);
            var missing = await Assert.ThrowsAsync<CallerException>(() => AttachAsync(attachments, Card with { Source = new BridgeSource("none") }, []));
            Assert.Equal(ErrorCodes.Network.SwitchBridgeMissing, missing.Code);
            Assert.Contains("pando net bridge add none --ovs", missing.Remedy(CultureInfo.InvariantCulture), StringComparison.Ordinal);

            // A bridge of that name that is the kernel's, or a card that says nothing of a switch.
            MakeBridge("br0");
            Assert.Equal(ErrorCodes.Network.SwitchBridgeMissing, (await Assert.ThrowsAsync<CallerException>(() => AttachAsync(attachments, Card with { Source = new BridgeSource("br0") }, []))).Code);
            Assert.Equal(ErrorCodes.Network.NotABridge, (await Assert.ThrowsAsync<CallerException>(() => AttachAsync(attachments, Card with { VirtualPort = null }, []))).Code);

            // This switch moves packets itself alone: a bridge of the kernel's datapath does not come into being.
            own.Vsctl("--no-wait", "add-br", "ovs2");
            var failed = await Assert.ThrowsAsync<PeerException>(() => AttachAsync(attachments, Card with { Source = new BridgeSource("ovs2") }, []));
            Assert.Equal(ErrorCodes.Network.PortFailed, failed.Code);
            Assert.Equal(string.Empty, own.Vsctl("--no-wait", "list-ports", "ovs2"));
        }
        finally
        {
            own.Dispose();
        }
        var nobody = await Assert.ThrowsAsync<MachineryException>(() => AttachAsync(KnownNetworks.Attachments(new KnownNetworks(), own.Socket), Card, []));
        Assert.Equal(ErrorCodes.Network.SwitchUnreachable, nobody.Code);
        Assert.Contains("systemctl start openvswitch-switch", nobody.Remedy(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    });

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_switch_that_does_not_do_what_is_written_is_not_waited_for_without_end() => OwnNetwork.Run(async () =>
    {
        using var own = Switch();
        var attachments = KnownNetworks.Attachments(new KnownNetworks(), own.Socket);
        own.EndSwitch();
        var silent = await Assert.ThrowsAsync<PeerException>(() => AttachAsync(attachments, Card, []));
        Assert.Equal(ErrorCodes.Network.SwitchSilent, silent.Code);
        Assert.Contains("ovs-vswitchd", silent.Remedy(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal(string.Empty, own.Vsctl("--no-wait", "list-ports", "ovs0"));
    });

    private static OwnSwitch Switch()
    {
        var own = OwnSwitch.Start();
        foreach (var bridge in (string[])["ovs0", "ovs1"])
        {
            own.Vsctl("add-br", bridge, "--", "set", "Bridge", bridge, "datapath_type=netdev");
        }
        return own;
    }

    private static VlanTags Access(int vlan) => new(false, [new VlanTag(vlan)]);

    private static async Task<OpenedInterface> AttachAsync(HostNetworkAttachments attachments, InterfaceDevice card, List<AttachmentRecord> noted) =>
        (await attachments.AttachAsync(new AttachmentRequest("vm1", card, 65534) { MachineId = Machine }, Note(noted), TestContext.Current.CancellationToken))!;

    private static async Task MoveAsync(HostNetworkAttachments attachments, InterfaceDevice card, List<AttachmentRecord> noted) =>
        await attachments.MoveAsync(new AttachmentRequest("vm1", card, 65534) { MachineId = Machine }, Note(noted), TestContext.Current.CancellationToken);

    private static Func<AttachmentRecord, ValueTask> Note(List<AttachmentRecord> noted) => record =>
    {
        noted.Add(record);
        return ValueTask.CompletedTask;
    };

    private static string Get(OwnSwitch own, string table, string column) => own.Vsctl("get", table, "vnet0", column).Trim('"');

    private static void MakeBridge(string name)
    {
        using var links = NetworkLinks.Open();
        links.MakeBridge(name, 0x525400ffff01, null, new BridgeSettings());
    }

    private static T Link<T>(string name, Func<NetworkLink, T> what)
    {
        using var links = NetworkLinks.Open();
        return what(links.Find(name)!);
    }
}
