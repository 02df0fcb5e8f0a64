using System.Diagnostics;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Networks.OpenVSwitch;
using Pando.TestNamespaces;

namespace Pando.Networks.Tests.OpenVSwitch;

/// <summary>How bridges of a real Open vSwitch work, and where they send packets.</summary>
public sealed class SwitchTuningTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly MacAddress Written = MacAddress.WithQemuPrefix(0x010203);

    public SwitchTuningTests()
    {
        OwnNetwork.Require();
        OwnSwitch.Require();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Addresses_are_learned_written_down_removed_and_forgotten() => OwnNetwork.Run(async () =>
    {
        using var own = OwnSwitch.Start();
        Join(own, "ovs0", "in0", "out0");
        Join(own, "ovs0", "in1", "out1");
        var (bridges, addresses) = (Bridges(own), new SwitchAddresses(SwitchAccess.At(own.Socket)));
        var bridge = (await bridges.FindAsync("ovs0", Ct))!;

        // The cards speak of themselves as soon as they are on (IPv6).
        var learned = await UntilAsync(() => addresses.ListAsync(bridge, Ct), static all => all.Any(static one => one is { Port: "in0", IsStatic: false }) && all.Any(static one => one is { Port: "in1", IsStatic: false }));
        Assert.All(learned, static entry => Assert.NotNull(entry.Age));
        await addresses.WriteAsync(bridge, Written, "in0", 42, Ct);
        await addresses.WriteAsync(bridge, Written, "ovs0", null, Ct);
        Assert.Equal(
            [("ovs0", 0), ("in0", 42)],
            (await addresses.ListAsync(bridge, Ct)).Where(static one => one.Mac == Written && one.IsStatic).Select(static one => (one.Port, one.Vlan)));

        // Of one port, and what was written down stays.
        await addresses.ForgetAsync(bridge, "in0", Ct);
        var left = await addresses.ListAsync(bridge, Ct);
        Assert.DoesNotContain(left, static one => one is { Port: "in0", IsStatic: false });
        Assert.Contains(left, static one => one is { Port: "in0", IsStatic: true });
        await addresses.ForgetAsync(bridge, null, Ct);
        Assert.Equal(2, (await addresses.ListAsync(bridge, Ct)).Count(static one => one.IsStatic));
        await addresses.RemoveAsync(bridge, Written, "in0", Ct);
        Assert.Equal("ovs0", Assert.Single(await addresses.ListAsync(bridge, Ct), static one => one.IsStatic).Port);

        Assert.Equal(ErrorCodes.Network.NoSuchPort, (await Assert.ThrowsAsync<CallerException>(() => addresses.WriteAsync(bridge, Written, "nosuch", null, Ct))).Code);
        // One that went meanwhile: the switch's own words.
        own.Vsctl("del-br", "ovs0");
        Assert.Contains("no such bridge", (await Assert.ThrowsAsync<PeerException>(() => addresses.ListAsync(bridge, Ct))).Message, StringComparison.Ordinal);
        own.EndSwitch();
        Assert.Equal(ErrorCodes.Network.SwitchUnreachable, (await Assert.ThrowsAsync<MachineryException>(() => addresses.ListAsync(bridge, Ct))).Code);
    });

    [Fact]
    public void Two_ways_between_two_bridges_are_one_and_the_cheaper_is_taken() => OwnNetwork.Run(async () =>
    {
        using var own = OwnSwitch.Start();
        AddBridge(own, "ovs0");
        AddBridge(own, "ovs1");
        var (bridges, tuning) = (Bridges(own), new SwitchTuning(SwitchAccess.At(own.Socket)));
        foreach (var name in (string[])["ovs0", "ovs1"])
        {
            await tuning.ChangeAsync((await bridges.FindAsync(name, Ct))!, new BridgeSettings { SpanningTree = true, ForwardDelayCentiseconds = 400, Priority = name == "ovs0" ? 4096 : 8192 }, null, Ct);
        }
        Join(own, "ovs0", "a0", "b0");
        Join(own, "ovs0", "a1", "b1");
        own.Vsctl("add-port", "ovs1", "b0", "--", "add-port", "ovs1", "b1");

        var states = await UntilAsync(StatesAsync, static states => states is { First: "forwarding", Second: "blocking" } or { First: "blocking", Second: "forwarding" });
        var taken = states.First == "forwarding" ? "b0" : "b1";
        await tuning.ChangePortAsync((await bridges.FindAsync("ovs1", Ct))!, taken, new BridgePortSettings { PathCost = 20000, Priority = 240 }, Ct);
        await UntilAsync(StatesAsync, now => now == (states.Second, states.First));
        Assert.Equal(("8192", "4"), (own.Vsctl("get", "Bridge", "ovs1", "other_config:stp-priority").Trim('"'), own.Vsctl("get", "Bridge", "ovs1", "other_config:stp-forward-delay").Trim('"')));
        Assert.Equal(("20000", "240"), (own.Vsctl("get", "Port", taken, "other_config:stp-path-cost").Trim('"'), own.Vsctl("get", "Port", taken, "other_config:stp-port-priority").Trim('"')));

        await tuning.ChangeAsync((await bridges.FindAsync("ovs1", Ct))!, new BridgeSettings { SpanningTree = false }, null, Ct);
        Assert.Equal("false", own.Vsctl("get", "Bridge", "ovs1", "stp_enable"));
        Assert.Null((await bridges.FindAsync("ovs1", Ct))!.Ports.First(static port => port.Name == "b0").LoopState);

        async Task<(string? First, string? Second)> StatesAsync()
        {
            var ports = (await bridges.FindAsync("ovs1", Ct))!.Ports;
            return (ports.First(static port => port.Name == "b0").LoopState, ports.First(static port => port.Name == "b1").LoopState);
        }
    });

    [Fact]
    public void What_an_administrator_has_switched_to_the_newer_way_is_told_in_its_words() => OwnNetwork.Run(async () =>
    {
        using var own = OwnSwitch.Start();
        Join(own, "ovs0", "in0", "out0");
        own.Vsctl("set", "Bridge", "ovs0", "rstp_enable=true");
        var (bridges, tuning) = (Bridges(own), new SwitchTuning(SwitchAccess.At(own.Socket)));

        await tuning.ChangeAsync((await bridges.FindAsync("ovs0", Ct))!, new BridgeSettings { SpanningTree = true, Priority = 8192, AgeingCentiseconds = 6000, MulticastSnooping = true }, 1400, Ct);

        Assert.Equal(("true", "false", "true"), (own.Vsctl("get", "Bridge", "ovs0", "rstp_enable"), own.Vsctl("get", "Bridge", "ovs0", "stp_enable"), own.Vsctl("get", "Bridge", "ovs0", "mcast_snooping_enable")));
        Assert.Equal("{mac-aging-time=\"60\", rstp-priority=\"8192\"}", own.Vsctl("get", "Bridge", "ovs0", "other_config"));
        Assert.Equal("1400", own.Vsctl("get", "Interface", "ovs0", "mtu_request"));
        await UntilAsync(async () => (await bridges.FindAsync("ovs0", Ct))!.Ports.First(static port => port.Name == "in0").LoopState, static state => state == "Forwarding");
        foreach (var wrong in new BridgeSettings[]
            { new() { Priority = 5000 }, new() { AgeingCentiseconds = 100 }, new() { AgeingCentiseconds = 400000 }, new() { ForwardDelayCentiseconds = 300 } })
        {
            Assert.Equal(ErrorCodes.Request.Invalid, await RefusalAsync(async () => await tuning.ChangeAsync((await bridges.FindAsync("ovs0", Ct))!, wrong, null, Ct)));
        }
        Assert.Equal(ErrorCodes.Network.SwitchLacks, await RefusalAsync(async () => await tuning.ChangeAsync((await bridges.FindAsync("ovs0", Ct))!, new BridgeSettings { VlanFiltering = false }, null, Ct)));
        foreach (var wrong in new BridgePortSettings[] { new() { Learns = false }, new() { Floods = false }, new() { Guard = true } })
        {
            Assert.Equal(ErrorCodes.Network.SwitchLacks, await RefusalAsync(async () => await tuning.ChangePortAsync((await bridges.FindAsync("ovs0", Ct))!, "in0", wrong, Ct)));
        }
    });

    [Fact]
    public void Ports_come_into_vlans_and_out_of_them() => OwnNetwork.Run(async () =>
    {
        using var own = OwnSwitch.Start();
        Join(own, "ovs0", "in0", "out0");
        var (bridges, tuning) = (Bridges(own), new SwitchTuning(SwitchAccess.At(own.Socket)));
        Assert.Null(SwitchTuning.VlansOf(await PortAsync()));

        await AddAsync(new BridgeVlan(10, IsPvid: true, IsUntagged: true));
        Assert.Equal(("10", "[]", "[]"), Columns());
        await AddAsync(new BridgeVlan(20, IsPvid: false, IsUntagged: false));
        Assert.Equal(("10", "[10, 20]", "native-untagged"), Columns());
        Assert.Equal([new BridgeVlan(10, IsPvid: true, IsUntagged: true), new BridgeVlan(20, IsPvid: false, IsUntagged: false)], SwitchTuning.VlansOf(await PortAsync()));
        await AddAsync(new BridgeVlan(10, IsPvid: true, IsUntagged: false));
        Assert.Equal(("10", "[10, 20]", "native-tagged"), Columns());
        await RemoveAsync(10);
        Assert.Equal(("[]", "[20]", "[]"), Columns());
        await RemoveAsync(20);
        Assert.Null(SwitchTuning.VlansOf(await PortAsync()));
        await AddAsync(new BridgeVlan(30, IsPvid: true, IsUntagged: false));
        Assert.Equal(("30", "[30]", "native-tagged"), Columns());
        await tuning.ChangePortAsync((await bridges.FindAsync("ovs0", Ct))!, "in0", new BridgePortSettings { IsIsolated = true }, Ct);
        Assert.Equal("true", own.Vsctl("get", "Port", "in0", "protected"));
        // What leaves without a tag in several VLANs at once nobody can tell apart, and the switch has no word for it.
        Assert.Equal(ErrorCodes.Network.SwitchLacks, await RefusalAsync(() => AddAsync(new BridgeVlan(40, IsPvid: false, IsUntagged: true))));

        (string, string, string) Columns() => (own.Vsctl("get", "Port", "in0", "tag"), own.Vsctl("get", "Port", "in0", "trunks"), own.Vsctl("get", "Port", "in0", "vlan_mode"));
        async Task<SwitchPort> PortAsync() => (await bridges.FindAsync("ovs0", Ct))!.Ports.First(static port => port.Name == "in0");
        async Task AddAsync(BridgeVlan vlan) => await tuning.AddVlanAsync((await bridges.FindAsync("ovs0", Ct))!, "in0", vlan, Ct);
        async Task RemoveAsync(int vlan) => await tuning.RemoveVlanAsync((await bridges.FindAsync("ovs0", Ct))!, "in0", vlan, Ct);
    });

    private static SwitchBridges Bridges(OwnSwitch own) => new(SwitchAccess.At(own.Socket), new KnownNetworks());

    private static void AddBridge(OwnSwitch own, string name) => own.Vsctl("--may-exist", "add-br", name, "--", "set", "Bridge", name, "datapath_type=netdev");

    /// <summary>A pair of cards, one of which is a port.</summary>
    private static void Join(OwnSwitch own, string bridge, string port, string other)
    {
        AddBridge(own, bridge);
        using (var ip = Process.Start("ip", ["link", "add", port, "type", "veth", "peer", "name", other]))
        {
            Assert.True(ip.WaitForExit(Limit) && ip.ExitCode == 0);
        }
        using var links = NetworkLinks.Open();
        foreach (var card in (string[])[port, other])
        {
            links.Change(links.Find(card)!, new NetworkLinkChange { Up = true });
        }
        own.Vsctl("add-port", bridge, port);
    }

    private static async Task<ErrorCode> RefusalAsync(Func<Task> work) => (await Assert.ThrowsAnyAsync<PandoException>(work)).Code;

    private static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> isSo)
    {
        // A switch tells of neither states nor addresses.
        var time = Stopwatch.StartNew();
        while (true)
        {
            var now = await ask();
            if (isSo(now))
            {
                return now;
            }
            Assert.True(time.Elapsed < Limit, $"{now}");
            await Task.Delay(100, Ct);
        }
    }
}
