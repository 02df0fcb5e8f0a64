using System.Text;
using Pando.Api.Problems;
using Pando.Testing;
using Pando.TestNamespaces;

namespace Pando.EndToEnd.Tests.Networks;

/// <summary>Guests on bridges of a real Open vSwitch, which moves packets itself, in networks of their own.</summary>
[Trait("Speed", "Slow")]
public sealed class OpenVSwitchTests : IAsyncLifetime
{
    private const string Network =
        """
        <network><name>sw</name><forward mode='bridge'/><bridge name='ovs0'/><virtualport type='openvswitch'/>
          <portgroup name='red'><vlan><tag id='10'/></vlan></portgroup></network>
        """;

    private string _folder = null!;
    private NetworkedInstance _host = null!;
    private OwnSwitch _switch = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        OwnSwitch.Require();
        _folder = OwnSwitch.MakeFolder();
        _host = await NetworkedInstance.StartAsync(environment: new Dictionary<string, string>(StringComparer.Ordinal) { ["PANDOD_OVS_SOCKET"] = OwnSwitch.SocketIn(_folder) });
        _switch = OwnSwitch.StartAt(_folder, _host.Inside);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
        _switch?.Dispose();
    }

    [Fact]
    public async Task Guests_see_each_other_within_their_vlan_and_leave_no_port()
    {
        await DefineAsync(Network);
        var missing = await RefusalAsync(() => _host.Pando.Client.StartNetworkAsync("sw", Ct));
        Assert.Equal("network.host-switch-bridge-missing", missing.Problem.Code);
        var made = await _host.Pando.CliAsync("net", "bridge", "add", "ovs0", "--ovs");
        Assert.Equal(0, made.ExitCode);
        Assert.Contains("itself", made.Output, StringComparison.Ordinal);
        Assert.Equal("network.device-name-taken", (await RefusalAsync(() => _host.Pando.Client.AddBridgeAsync(new() { Name = "ovs0" }, Ct))).Problem.Code);
        await _host.Pando.Client.StartNetworkAsync("sw", Ct);

        // One by its network's class, the other by itself.
        using var one = await GuestAsync("one", "10.9.0.1", Card("52:54:00:00:00:01", "<source network='sw' portgroup='red'/>", "network"));
        using var two = await GuestAsync("two", "10.9.0.2", Card("52:54:00:00:00:02", "<source bridge='ovs0'/><virtualport type='openvswitch'/><vlan><tag id='10'/></vlan>"));
        Assert.Equal("0", await PingAsync(one, "10.9.0.2", "10"));
        Assert.Contains("interfaceid", (await _host.Pando.Client.GetXmlAsync("two", cancellationToken: Ct)).Xml, StringComparison.Ordinal);
        var shown = (await _host.Pando.CliAsync("net", "bridge", "show", "ovs0")).Output;
        Assert.Contains("two", shown, StringComparison.Ordinal);
        Assert.Contains("10", shown, StringComparison.Ordinal);
        // Whole packets, which the switch can carry by itself.
        await two.TypeAsync("(echo from two | nc -l -p 80) >/dev/null 2>&1 & until cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -q ':0050 .* 0A '; do sleep 0.1; done; echo list\"\"ens\n");
        await two.UntilAsync("listens");
        Assert.Equal("from two", await one.AskAsync("nc -w 20 10.9.0.2 80"));

        // Another VLAN, then a trunk whose packets without a tag are of that one, and the other of the trunk's.
        await UpdateAsync("two", Card("52:54:00:00:00:02", "<source bridge='ovs0'/><virtualport type='openvswitch'/><vlan><tag id='20'/></vlan>"));
        Assert.Equal("1", await PingAsync(one, "10.9.0.2", "3"));
        foreach (var (native, answer) in new[] { (20, "0"), (10, "1") })
        {
            await UpdateAsync("one", Card(
                "52:54:00:00:00:01", $"<source network='sw' portgroup='red'/><vlan trunk='yes'><tag id='{native}' nativeMode='untagged'/><tag id='{30 - native}'/></vlan>", "network"));
            Assert.Equal(answer, await PingAsync(one, "10.9.0.2", answer == "0" ? "10" : "3"));
        }

        // While no daemon looks one port is pulled out, and the other's guest ends.
        var pulled = PortOf("52:54:00:00:00:01");
        var left = PortOf("52:54:00:00:00:02");
        Assert.Contains("iface-id", _switch.Vsctl("get", "Interface", left, "external_ids"), StringComparison.Ordinal);
        var process = (await _host.Pando.Client.GetMachineAsync("two", Ct)).Pid!.Value;
        await _host.Pando.KillDaemonAsync();
        _switch.Vsctl("del-port", pulled);
        System.Diagnostics.Process.GetProcessById(process).Kill();
        await _host.Pando.StartDaemonAsync(Ct);
        Assert.Equal(pulled, _switch.Vsctl("list-ports", "ovs0"));
        Assert.Equal(("10", "[10, 20]"), (_switch.Vsctl("get", "Port", pulled, "tag"), _switch.Vsctl("get", "Port", pulled, "trunks")));
        Assert.NotEqual(left, pulled);

        var hops = await _host.Pando.Client.TraceAsync("one", cancellationToken: Ct);
        Assert.Equal(["card.plugged", "tap.up", "switch.on", "switch.vlan"], hops.Take(4).Select(static hop => hop.Finding));
        _switch.Vsctl("set", "Port", pulled, "tag=7");
        Assert.Equal("switch.vlan-other", (await _host.Pando.Client.TraceAsync("one", cancellationToken: Ct))[^1].Finding);

        // While the daemon looks it is plugged in again, as its definition has it.
        foreach (var pull in new string[][] { ["del-port", pulled], ["del-br", "ovs0", "--", "add-br", "ovs0", "--", "set", "Bridge", "ovs0", "datapath_type=netdev"] })
        {
            _switch.Vsctl(pull);
            await Waiting.UntilAsync(() => Task.FromResult(_switch.Vsctl("list-ports", "ovs0")), ports => ports == pulled);
            Assert.Equal(("10", "[10, 20]"), (_switch.Vsctl("get", "Port", pulled, "tag"), _switch.Vsctl("get", "Port", pulled, "trunks")));
        }

        var used = await RefusalAsync(() => _host.Pando.Client.RemoveBridgeAsync("ovs0", Ct));
        Assert.Equal("network.bridge-in-use", used.Problem.Code);
        await _host.Pando.Client.DestroyAsync("one", cancellationToken: Ct);
        Assert.Equal(string.Empty, _switch.Vsctl("list-ports", "ovs0"));
        await _host.Pando.Client.StopNetworkAsync("sw", Ct);
        Assert.Equal(0, (await _host.Pando.CliAsync("net", "bridge", "delete", "ovs0")).ExitCode);
        Assert.Empty(await _host.Pando.Client.ListBridgesAsync(Ct));
        Assert.Equal(string.Empty, _switch.Vsctl("list-br"));
    }

    [Fact]
    public async Task Addresses_vlans_and_loops_of_a_switch_are_seen_and_changed_as_those_of_the_kernels_bridges()
    {
        await CliAsync("net", "bridge", "add", "ovs0", "--ovs");
        await _host.InsideAsync("ip", "address", "add", "10.9.0.254/24", "dev", "ovs0");
        await _host.InsideAsync("ip", "link", "set", "ovs0", "up");
        using var one = await GuestAsync("one", "10.9.0.1", Card("52:54:00:00:00:01", "<source bridge='ovs0'/><virtualport type='openvswitch'/>"));
        Assert.Equal("0", await PingAsync(one, "10.9.0.254", "20"));
        var port = PortOf("52:54:00:00:00:01");

        var learned = Assert.Single(await _host.Pando.Client.ListBridgeAddressesAsync("ovs0", Ct), static entry => entry.Mac == "52:54:00:00:00:01");
        Assert.Equal(("one", port, "learned"), (learned.Machine, learned.Device, learned.Kind));
        Assert.Contains("one", await OutputAsync("net", "bridge", "fdb", "ovs0"), StringComparison.Ordinal);
        await CliAsync("net", "bridge", "fdb", "ovs0", "--add", "52:54:00:00:00:99", "--port", port);
        await CliAsync("net", "bridge", "fdb", "ovs0", "--flush");
        Assert.Contains(await _host.Pando.Client.ListBridgeAddressesAsync("ovs0", Ct), static entry => entry is { Mac: "52:54:00:00:00:99", Kind: "static" });
        await CliAsync("net", "bridge", "fdb", "ovs0", "--delete", "52:54:00:00:00:99", "--port", port);
        Assert.DoesNotContain(await _host.Pando.Client.ListBridgeAddressesAsync("ovs0", Ct), static entry => entry.Mac == "52:54:00:00:00:99");

        // Another VLAN than the host's, then the host comes into it.
        Assert.Contains("*", await OutputAsync("net", "bridge", "vlan", "ovs0"), StringComparison.Ordinal);
        await CliAsync("net", "bridge", "vlan", "ovs0", "--port", port, "--add", "30", "--pvid", "--untagged");
        Assert.Equal("1", await PingAsync(one, "10.9.0.254", "3"));
        await CliAsync("net", "bridge", "vlan", "ovs0", "--port", "ovs0", "--add", "30", "--pvid", "--untagged");
        Assert.Equal("0", await PingAsync(one, "10.9.0.254", "20"));
        Assert.Equal([30, 30], (await _host.Pando.Client.ListBridgeVlansAsync("ovs0", Ct)).SelectMany(static port => port.Vlans).Select(static vlan => vlan.Id));
        await CliAsync("net", "bridge", "vlan", "ovs0", "--port", "ovs0", "--delete", "30");
        await CliAsync("net", "bridge", "vlan", "ovs0", "--port", port, "--delete", "30");

        await CliAsync("net", "bridge", "stp", "ovs0", "--on", "--priority", "4096", "--forward-delay", "4");
        await Waiting.UntilAsync(() => OutputAsync("net", "bridge", "show", "ovs0"), static shown => shown.Contains("learning", StringComparison.Ordinal) || shown.Contains("listening", StringComparison.Ordinal));
        await Waiting.UntilAsync(() => OutputAsync("net", "bridge", "show", "ovs0"), static shown => shown.Contains("forwarding", StringComparison.Ordinal));
        Assert.Equal("0", await PingAsync(one, "10.9.0.254", "20"));
        await CliAsync("net", "bridge", "set", "ovs0", "--ageing", "60");
        await CliAsync("net", "bridge", "port", "ovs0", port, "--cost", "200", "--isolated", "on");
        var shown = await _host.Pando.Client.GetBridgeAsync("ovs0", Ct);
        Assert.Equal((true, 4096, 4, 60), (shown.SpanningTree, shown.Priority, shown.ForwardDelaySeconds, shown.AgeingSeconds));
        Assert.Equal((200, true), (Assert.Single(shown.Ports).PathCost, shown.Ports[0].IsIsolated));
        var lacks = await _host.Pando.CliAsync("net", "bridge", "port", "ovs0", port, "--learning", "off");
        Assert.NotEqual(0, lacks.ExitCode);
        Assert.Contains("learning", lacks.Error, StringComparison.Ordinal);
    }

    private async Task<string> OutputAsync(params string[] words) => (await _host.Pando.CliAsync(words)).Output;

    [Fact]
    public async Task A_guest_gets_its_packets_as_fast_as_its_card_says_also_past_the_daemon()
    {
        await CliAsync("net", "bridge", "add", "ovs0", "--ovs");
        const string source = "<source bridge='ovs0'/><virtualport type='openvswitch'/>";
        using var one = await GuestAsync("one", "10.9.0.1", Card("52:54:00:00:00:01", source + "<bandwidth><inbound average='256' burst='64'/></bandwidth>"));
        using var two = await GuestAsync("two", "10.9.0.2", Card("52:54:00:00:00:02", source));
        await two.TypeAsync("(while true; do dd if=/dev/zero bs=1024 count=1024 2>/dev/null | nc -l -p 80; done) >/dev/null 2>&1 & until cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -q ':0050 .* 0A '; do sleep 0.1; done; echo list\"\"ens\n");
        await two.UntilAsync("listens");

        // A mebibyte at a quarter of one a second.
        var slow = await FetchAsync(one);
        Assert.True(slow > 2.5, $"{slow} s");
        var outward = await _host.Pando.CliAsync("domiftune", "one", "52:54:00:00:00:01", "--outbound", "100", "--live");
        Assert.NotEqual(0, outward.ExitCode);
        Assert.Contains("netdev", outward.Error, StringComparison.Ordinal);
        await CliAsync("domiftune", "one", "52:54:00:00:00:01", "--inbound", "0", "--live");
        var free = await FetchAsync(one);
        Assert.True(free < slow / 2, $"{free} s instead of {slow}");
        Assert.Equal(string.Empty, _switch.Vsctl("--bare", "--columns=_uuid", "list", "qos"));

        await CliAsync("domiftune", "one", "52:54:00:00:00:01", "--inbound", "256", "--live");
        await _host.Pando.KillDaemonAsync();
        // Somebody takes the rows away meanwhile.
        _switch.Vsctl("--all", "destroy", "QoS", "--", "--all", "destroy", "Queue", "--", "clear", "Port", PortOf("52:54:00:00:00:01"), "qos");
        await _host.Pando.StartDaemonAsync(Ct);
        using var again = await GuestConsole.OpenAsync(_host.Pando, "one");
        slow = await FetchAsync(again);
        Assert.True(slow > 2.5, $"{slow} s");
        await _host.Pando.Client.DestroyAsync("one", cancellationToken: Ct);
        Assert.Equal(string.Empty, _switch.Vsctl("--bare", "--columns=_uuid", "list", "qos") + _switch.Vsctl("--bare", "--columns=_uuid", "list", "queue"));
    }

    private static async Task<double> FetchAsync(GuestConsole guest)
    {
        var time = System.Diagnostics.Stopwatch.StartNew();
        // Who listens may be between two callers.
        Assert.Equal("1048576", await guest.AskAsync("until nc -w 60 10.9.0.2 80 > /tmp/got && [ -s /tmp/got ]; do sleep 0.1; done; wc -c < /tmp/got"));
        return time.Elapsed.TotalSeconds;
    }

    [Theory]
    [InlineData("vxlan")]
    [InlineData("geneve")]
    public async Task A_tunnel_carries_a_guests_packets_to_another_host(string kind)
    {
        using var other = OwnSwitch.Start(_host.Outside);
        await CliAsync("net", "bridge", "add", "ovs0", "--ovs");
        await CliAsync("net", "bridge", "add", "phy0", "--ovs");
        // The switch routes by itself what goes through tunnels: the hosts' cards are ports, too.
        _switch.Vsctl("add-port", "phy0", "up0");
        other.Vsctl("add-br", "phy0", "--", "set", "Bridge", "phy0", "datapath_type=netdev", "--", "add-port", "phy0", "far0");
        other.Vsctl("add-br", "ovs0", "--", "set", "Bridge", "ovs0", "datapath_type=netdev");
        foreach (var (run, card, address) in new (Func<string[], Task<string>> Run, string Card, string Address)[]
            { (_host.InsideAsync, "up0", NetworkedInstance.HostOutside), (_host.OutsideAsync, "far0", NetworkedInstance.Server) })
        {
            await run(["ip", "address", "flush", "dev", card]);
            await run(["ip", "address", "add", $"{address}/24", "dev", "phy0"]);
            await run(["ip", "link", "set", "phy0", "up"]);
        }
        await _host.OutsideAsync("ip", "address", "add", "10.9.0.2/24", "dev", "ovs0");
        await _host.OutsideAsync("ip", "link", "set", "ovs0", "up");

        var tunnel = await _host.Pando.CliAsync("net", "tunnel", "add", "ovs0", "tun0", "--type", kind, "--remote", NetworkedInstance.Server, "--local", NetworkedInstance.HostOutside, "--key", "42");
        Assert.True(tunnel.ExitCode == 0, tunnel.Output + tunnel.Error);
        other.Vsctl("add-port", "ovs0", "tun0", "--", "set", "Interface", "tun0", $"type={kind}", $"options:remote_ip={NetworkedInstance.HostOutside}", "options:key=42");
        using var guest = await GuestAsync("one", "10.9.0.1", Card("52:54:00:00:00:01", "<source bridge='ovs0'/><virtualport type='openvswitch'/>"));
        Assert.Equal("0", await PingAsync(guest, "10.9.0.2", "20"));

        // Another network's number: the same wire, and nobody there.
        other.Vsctl("set", "Interface", "tun0", "options:key=43");
        Assert.Equal("1", await PingAsync(guest, "10.9.0.2", "3"));

        // It stands in the switch's own database: it needs neither the daemon nor the machine.
        await _host.Pando.Client.DestroyAsync("one", cancellationToken: Ct);
        await _host.Pando.KillDaemonAsync();
        await _host.Pando.StartDaemonAsync(Ct);
        var listed = Assert.Single(await _host.Pando.Client.ListTunnelsAsync(Ct));
        Assert.Equal((kind, NetworkedInstance.Server, NetworkedInstance.HostOutside, 42, "ovs0"), (listed.Kind, listed.Remote, listed.Local, listed.Key, listed.Bridge));
        Assert.Contains(NetworkedInstance.Server, (await _host.Pando.CliAsync("net", "bridge", "show", "ovs0")).Output, StringComparison.Ordinal);
        Assert.Contains("tun0", (await _host.Pando.CliAsync("net", "tunnel", "list")).Output, StringComparison.Ordinal);
        await CliAsync("net", "tunnel", "delete", "tun0");
        Assert.Equal("network.no-such-tunnel", (await RefusalAsync(() => _host.Pando.Client.RemoveTunnelAsync("tun0", Ct))).Problem.Code);
        Assert.Equal(string.Empty, _switch.Vsctl("list-ports", "ovs0"));
    }

    private static string Card(string mac, string rest, string type = "bridge") => $"<interface type='{type}'><mac address='{mac}'/>{rest}<model type='virtio'/></interface>";

    private static Task<string> PingAsync(GuestConsole guest, string address, string seconds) => guest.AskAsync($"ping -c 1 -w {seconds} {address} >/dev/null; echo $?");

    private string PortOf(string mac) => _switch.Vsctl("--bare", "--columns=name", "find", "Interface", $"external_ids:attached-mac=\"{mac}\"");

    private async Task UpdateAsync(string machine, string card)
    {
        var file = Path.Combine(_host.Pando.Root, "card.xml");
        await File.WriteAllTextAsync(file, card, Ct);
        await CliAsync("update-device", machine, file, "--live");
    }

    private async Task CliAsync(params string[] words)
    {
        var run = await _host.Pando.CliAsync(words);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    private Task DefineAsync(string xml) => _host.Pando.Client.DefineNetworkAsync(Encoding.UTF8.GetBytes(xml), Ct);

    private async Task<GuestConsole> GuestAsync(string name, string address, string card)
    {
        var console = await GuestConsole.BootAsync(_host.Pando.Client, name, Machines.Tiny(name, await TinyGuest.GetAsync(Ct), card));
        await console.TypeAsync($"ip address add {address}/24 dev eth0; ip link set eth0 up; echo addr\"\"essed\n");
        await console.UntilAsync("addressed");
        return console;
    }

    private static Task<PandoProblemException> RefusalAsync(Func<Task> ask) => Assert.ThrowsAsync<PandoProblemException>(ask);
}
