using System.Text;
using Pando.Api.Problems;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Networks;

/// <summary>Virtual networks with real bridges, the real nft and dnsmasq, and real guests.</summary>
[Trait("Speed", "Slow")]
public sealed class VirtualNetworkTests : IAsyncLifetime
{
    private const string Nat =
        """
        <network><name>inner</name><forward mode='nat'/><bridge name='virbr0' stp='off'/><dns><forwarder addr='203.0.113.2'/></dns>
          <ip address='192.168.122.1' netmask='255.255.255.0'><dhcp><range start='192.168.122.10' end='192.168.122.20'/>
            <host mac='52:54:00:00:00:07' name='seven' ip='192.168.122.77'/></dhcp></ip>
        </network>
        """;

    private const string Isolated =
        """
        <network><name>lab</name><bridge name='virbr1' stp='off'/>
          <ip address='10.66.0.1' prefix='24'><dhcp><range start='10.66.0.10' end='10.66.0.20'/></dhcp></ip>
        </network>
        """;

    private NetworkedInstance _host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await NetworkedInstance.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_guest_gets_its_address_and_reaches_the_world_behind_the_hosts_own()
    {
        // As Docker leaves a host.
        foreach (var program in new[] { "iptables", "ip6tables" })
        {
            foreach (var rule in new[] { "-N DOCKER-USER", "-A DOCKER-USER -j RETURN", "-I FORWARD -j DOCKER-USER", "-P FORWARD DROP" })
            {
                await _host.InsideAsync([program, .. rule.Split(' ')]);
            }
        }
        await StartNetworkAsync(Nat, "inner");
        using var console = await GuestAsync("seven", "inner", "52:54:00:00:00:07");
        await console.TypeAsync("ip link set eth0 up; udhcpc -i eth0 -n -q -t 30 -s /usr/share/udhcpc/default.script >/dev/null && echo lea\"\"sed\n");
        await console.UntilAsync("leased");
        Assert.Equal("192.168.122.77/24", await console.AskAsync("ip -o -4 address show eth0 | awk '{print $4}'"));

        // The bridge knows the guest by what it has sent.
        var learned = Assert.Single(await _host.Pando.Client.ListBridgeAddressesAsync("virbr0", Ct), static entry => entry.Mac == "52:54:00:00:00:07");
        Assert.Equal(("seven", "learned"), (learned.Machine, learned.Kind));
        Assert.Contains("seven", (await _host.Pando.CliAsync("net", "bridge", "fdb", "virbr0")).Output, StringComparison.Ordinal);
        var shown = (await _host.Pando.CliAsync("net", "bridge", "show", "virbr0")).Output;
        Assert.Contains("inner", shown, StringComparison.Ordinal);
        Assert.Contains("forwarding", shown, StringComparison.Ordinal);

        // The server sees the host.
        Assert.Equal($"seen as {NetworkedInstance.HostOutside}", await console.AskAsync($"nc -w 10 {NetworkedInstance.Server} {NetworkedInstance.Port}"));
        var lease = Assert.Single(await _host.Pando.Client.ListNetworkLeasesAsync("inner", Ct));
        Assert.Equal(("192.168.122.77", "52:54:00:00:00:07"), (lease.Address, lease.Mac));
        Assert.Contains("192.168.122.77", (await _host.Pando.CliAsync("net", "dhcp-leases", "inner")).Output, StringComparison.Ordinal);
        await AssertAddressesAreKnownAsync(console);
        await AssertTheWayIsFollowedAsync();

        // The network does not need the daemon, and the next one takes it up.
        await _host.Pando.KillDaemonAsync();
        await _host.Pando.StartDaemonAsync(Ct);
        using var again = await GuestConsole.OpenAsync(_host.Pando, "seven");
        Assert.Equal($"seen as {NetworkedInstance.HostOutside}", await again.AskAsync($"nc -w 10 {NetworkedInstance.Server} {NetworkedInstance.Port}"));
        Assert.Equal("active", (await _host.Pando.Client.GetNetworkAsync("inner", Ct)).State);

        // What lets it past Docker is put back like all else, and is gone with the network.
        await _host.InsideAsync("iptables", "-F", "DOCKER-USER");
        Assert.Equal($"seen as {NetworkedInstance.HostOutside}", await again.AskAsync($"until nc -w 5 {NetworkedInstance.Server} {NetworkedInstance.Port}; do sleep 1; done"));
        Assert.Contains("virbr0", await _host.InsideAsync("iptables", "-S", "DOCKER-USER"), StringComparison.Ordinal);

        await _host.Pando.Client.DestroyAsync("seven", cancellationToken: Ct);
        await _host.Pando.Client.StopNetworkAsync("inner", Ct);
        await AssertNothingLeftAsync();
    }

    [Fact]
    public async Task Ports_of_the_host_lead_to_a_guest_and_changes_need_no_new_start()
    {
        await StartNetworkAsync(Nat, "inner");
        // A fixed address that comes while the network is active is given to whoever asks from then on.
        var host = "<host mac='52:54:00:00:00:08' ip='192.168.122.88'/>";
        Assert.Equal(0, (await _host.Pando.CliAsync("net-update", "inner", "add", "ip-dhcp-host", host, "--live", "--config")).ExitCode);
        using var console = await GuestAsync("eight", "inner", "52:54:00:00:00:08");
        await console.TypeAsync("ip link set eth0 up; udhcpc -i eth0 -n -q -t 30 -s /usr/share/udhcpc/default.script >/dev/null && echo lea\"\"sed\n");
        await console.UntilAsync("leased");
        await console.TypeAsync("while true; do echo from the guest | nc -l -p 80; done >/dev/null 2>&1 &\n");

        Assert.Equal(0, (await _host.Pando.CliAsync("net", "forward", "add", "inner", "8080", "eight:80")).ExitCode);
        Assert.Contains("192.168.122.88", (await _host.Pando.CliAsync("net", "forward", "list", "inner")).Output, StringComparison.Ordinal);
        Assert.Contains("192.168.122.88", await _host.Pando.Client.GetNetworkXmlAsync("inner", inactive: true, Ct), StringComparison.Ordinal);
        // From outside, and from the host itself.
        Assert.Contains("from the guest", await _host.CallFromOutsideAsync(NetworkedInstance.HostOutside, 8080), StringComparison.Ordinal);
        Assert.Contains("from the guest", await _host.CallFromInsideAsync(NetworkedInstance.HostOutside, 8080), StringComparison.Ordinal);

        // The next daemon has them, too; what is taken back is gone at once.
        await _host.Pando.KillDaemonAsync();
        await _host.InsideAsync("nft", "flush", "ruleset");
        await _host.Pando.StartDaemonAsync(Ct);
        Assert.Contains("from the guest", await _host.CallFromOutsideAsync(NetworkedInstance.HostOutside, 8080), StringComparison.Ordinal);
        Assert.Equal("network.port-taken", (await RefusalAsync(async () =>
        {
            await StartNetworkAsync(
                "<network><name>second</name><metadata><pando:forwards xmlns:pando='urn:pando:network'><pando:forward proto='tcp' start='8000' end='9000' to='10.67.0.2'/></pando:forwards></metadata>"
                + "<forward mode='nat'/><bridge name='virbr8'/><ip address='10.67.0.1' prefix='24'/></network>", "second");
        })).Problem.Code);
        Assert.Equal(0, (await _host.Pando.CliAsync("net", "forward", "remove", "inner", "8080")).ExitCode);
        Assert.DoesNotContain("dnat", await _host.InsideAsync("nft", "list", "table", "inet", "pando"), StringComparison.Ordinal);
        Assert.Equal("network.no-such-forward", (await RefusalAsync(() => _host.Pando.Client.RemovePortForwardAsync("inner", "tcp", 8080, cancellationToken: Ct))).Problem.Code);
    }

    [Fact]
    public async Task Guests_of_an_isolated_network_see_each_other_and_nothing_else()
    {
        await StartNetworkAsync(Isolated, "lab");
        using var one = await GuestAsync("one", "lab", "52:54:00:00:00:01");
        using var two = await GuestAsync("two", "lab", "52:54:00:00:00:02");
        foreach (var console in new[] { one, two })
        {
            await console.TypeAsync("ip link set eth0 up; udhcpc -i eth0 -n -q -t 30 -s /usr/share/udhcpc/default.script >/dev/null && echo lea\"\"sed\n");
            await console.UntilAsync("leased");
        }
        var address = (await two.AskAsync("ip -o -4 address show eth0 | awk '{print $4}'")).Split('/')[0];
        Assert.StartsWith("10.66.0.", address, StringComparison.Ordinal);
        Assert.Equal("0", await one.AskAsync($"ping -c 1 -W 10 {address} >/dev/null; echo $?"));

        // No way out is told, and none is there for who takes one.
        Assert.Equal("0", await one.AskAsync("ip route | grep -c default"));
        await one.TypeAsync("ip route add default via 10.66.0.1 && echo rou\"\"ted\n");
        await one.UntilAsync("routed");
        Assert.DoesNotContain("seen as", await one.AskAsync($"nc -w 5 {NetworkedInstance.Server} {NetworkedInstance.Port} 2>&1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_removed_is_put_back_also_by_the_next_daemon()
    {
        await StartNetworkAsync(Nat, "inner");
        using var console = await GuestAsync("seven", "inner", "52:54:00:00:00:07");
        await console.TypeAsync("ip address add 192.168.122.77/24 dev eth0; ip link set eth0 up; ip route add default via 192.168.122.1; echo rou\"\"ted\n");
        await console.UntilAsync("routed");
        await _host.Pando.KillDaemonAsync();
        await _host.InsideAsync("ip", "link", "delete", "virbr0");
        await _host.InsideAsync("nft", "flush", "ruleset");
        await _host.Pando.StartDaemonAsync(Ct);
        Assert.Contains("192.168.122.1/24", await _host.InsideAsync("ip", "-brief", "address", "show", "virbr0"), StringComparison.Ordinal);
        Assert.Contains("masquerade", await _host.InsideAsync("nft", "list", "table", "inet", "pando"), StringComparison.Ordinal);

        // The guest is on it again, and notices nothing.
        using var again = await GuestConsole.OpenAsync(_host.Pando, "seven");
        Assert.Equal($"seen as {NetworkedInstance.HostOutside}", await again.AskAsync($"nc -w 30 {NetworkedInstance.Server} {NetworkedInstance.Port}"));

        // The same while the daemon looks; what others have in the firewall stays.
        await _host.InsideAsync("ip", "link", "delete", "virbr0");
        await _host.InsideAsync("nft", "flush ruleset; add table ip others");
        await _host.InsideAsync("kill", $"{Assert.Single(Servers())}");
        Assert.Equal($"seen as {NetworkedInstance.HostOutside}", await again.AskAsync($"until nc -w 5 {NetworkedInstance.Server} {NetworkedInstance.Port}; do sleep 1; done"));
        Assert.Contains("table ip others", await _host.InsideAsync("nft", "list", "tables"), StringComparison.Ordinal);
        await UntilServedAsync();

        await _host.Pando.Client.DestroyAsync("seven", cancellationToken: Ct);
        await _host.Pando.Client.StopNetworkAsync("inner", Ct);
        await AssertNothingLeftAsync();
    }

    [Fact]
    public async Task What_cannot_be_started_says_why_and_leaves_nothing()
    {
        await StartNetworkAsync(Nat, "inner");
        var before = await _host.InsideAsync("ip", "-brief", "link");
        Assert.Equal("network.active", (await RefusalAsync(() => _host.Pando.Client.StartNetworkAsync("inner", Ct))).Problem.Code);

        // Its subnet is the first one's.
        await DefineAsync("<network><name>again</name><bridge name='virbr5'/><ip address='192.168.122.200' prefix='28'/></network>");
        var taken = await RefusalAsync(() => _host.Pando.Client.StartNetworkAsync("again", Ct));
        Assert.Equal("network.subnet-taken", taken.Problem.Code);

        // dnsmasq says no: its words are told, and bridge and rules go again.
        await DefineAsync(
            "<network xmlns:dnsmasq='http://libvirt.org/schemas/network/dnsmasq/1.0'><name>wrong</name><bridge name='virbr6'/><ip address='10.1.0.1' prefix='24'/>"
            + "<dnsmasq:options><dnsmasq:option value='no-such-option'/></dnsmasq:options></network>");
        var refused = await RefusalAsync(() => _host.Pando.Client.StartNetworkAsync("wrong", Ct));
        Assert.Equal("network.dnsmasq-failed", refused.Problem.Code);
        Assert.DoesNotContain("virbr6", await _host.InsideAsync("nft", "list", "ruleset"), StringComparison.Ordinal);

        await DefineAsync("<network><name>through</name><forward mode='route' dev='nosuch0'/><bridge name='virbr7'/><ip address='10.2.0.1' prefix='24'/></network>");
        Assert.Equal("network.uplink-missing", (await RefusalAsync(() => _host.Pando.Client.StartNetworkAsync("through", Ct))).Problem.Code);
        Assert.Equal(before, await _host.InsideAsync("ip", "-brief", "link"));

        await _host.Pando.Client.DefineAsync(Machine("vm", await TinyGuest.GetAsync(Ct), "again", "52:54:00:00:00:05"), Ct);
        Assert.Equal("network.not-active-for", (await RefusalAsync(() => _host.Pando.Client.StartAsync("vm", cancellationToken: Ct))).Problem.Code);
    }

    [Fact]
    public async Task The_command_line_does_what_virsh_does()
    {
        var file = Path.Combine(_host.Pando.Root, "lab.xml");
        await File.WriteAllTextAsync(file, Isolated, Ct);
        Assert.Equal(0, (await _host.Pando.CliAsync("net-define", file)).ExitCode);
        Assert.DoesNotContain("lab", (await _host.Pando.CliAsync("net", "list")).Output, StringComparison.Ordinal);
        Assert.Contains("lab", (await _host.Pando.CliAsync("net", "list", "--all")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await _host.Pando.CliAsync("net-autostart", "lab")).ExitCode);
        Assert.Equal(0, (await _host.Pando.CliAsync("net", "start", "lab")).ExitCode);
        Assert.Contains("10.66.0.1/24", (await _host.Pando.CliAsync("net-info", "lab")).Output, StringComparison.Ordinal);
        Assert.Contains("<bridge name=\"virbr1\"", (await _host.Pando.CliAsync("net-dumpxml", "lab")).Output.Replace('\'', '"'), StringComparison.Ordinal);
        Assert.Equal(0, (await _host.Pando.CliAsync("net", "bridge", "stp", "virbr1", "--on", "--priority", "4096", "--forward-delay", "4")).ExitCode);
        var bridge = Assert.Single(await _host.Pando.Client.ListBridgesAsync(Ct));
        Assert.Equal((true, 4096, 4.0, "lab"), (bridge.SpanningTree, bridge.Priority, bridge.ForwardDelaySeconds, bridge.Network));
        Assert.Equal(3, (await _host.Pando.CliAsync("net", "bridge", "show", "virbr9")).ExitCode);
        Assert.Equal(0, (await _host.Pando.CliAsync("net-undefine", "lab")).ExitCode);
        Assert.False((await _host.Pando.Client.GetNetworkAsync("lab", Ct)).Persistent);
        Assert.Equal(0, (await _host.Pando.CliAsync("net-destroy", "lab")).ExitCode);
        Assert.Equal(string.Empty, (await _host.Pando.CliAsync("net-list", "--all", "--name")).Output);
        Assert.Equal(0, (await _host.Pando.CliAsync("net-create", file)).ExitCode);
        Assert.Equal(0, (await _host.Pando.CliAsync("net-destroy", "lab")).ExitCode);
        await AssertNothingLeftAsync();
        // Neither network is stored any more: nobody's leases are kept.
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_host.Pando.Root, "lib", "dnsmasq")));
    }

    // From the guest's card to a server beyond, and where it stops when something is in the way; the guest is asked nothing.
    private async Task AssertTheWayIsFollowedAsync()
    {
        var hops = await _host.Pando.Client.TraceAsync("seven", NetworkedInstance.Server, cancellationToken: Ct);
        Assert.Equal(
            ["card.plugged", "tap.up", "bridge.on", "port.forwarding", "sender.known", "filter.none", "address.known", "server.runs", "rules.there", "forwarding.on", "route.there", "verdict.accepted", "nat.translated", "uplink.up", "destination.answers", "names.answered"],
            hops.Select(static hop => hop.Finding));
        Assert.Equal(0, (await _host.Pando.CliAsync("net", "trace", "seven", NetworkedInstance.Server)).ExitCode);

        await _host.Pando.CliAsync("domif-setlink", "seven", "52:54:00:00:00:07", "down");
        var stuck = await _host.Pando.CliAsync("net", "trace", "seven");
        Assert.Equal(1, stuck.ExitCode);
        Assert.Contains("domif-setlink", stuck.Output, StringComparison.Ordinal);
        await _host.Pando.CliAsync("domif-setlink", "seven", "52:54:00:00:00:07", "up");
    }

    // Lent by the server, and answered for on the wire: both are known without any agent.
    private async Task AssertAddressesAreKnownAsync(GuestConsole console)
    {
        var card = Assert.Single(await _host.Pando.Client.ListMachineAddressesAsync("seven", "lease", Ct));
        var lent = Assert.Single(card.Addresses);
        Assert.Equal(("192.168.122.77", 24, "lease"), (lent.Address, lent.Prefix, lent.Source));
        Assert.InRange(lent.AgeSeconds ?? -1, 0, 300);
        await console.AskAsync("ip address add 192.168.122.99/24 dev eth0; ping -c 1 -W 10 -I 192.168.122.99 192.168.122.1 >/dev/null; echo $?");
        Assert.Contains(Assert.Single(await _host.Pando.Client.ListMachineAddressesAsync("seven", "arp", Ct)).Addresses, static address => address.Address == "192.168.122.99");
        var listed = (await _host.Pando.CliAsync("list")).Output;
        Assert.Contains("192.168.122.77", listed, StringComparison.Ordinal);
        Assert.Contains("192.168.122.99", (await _host.Pando.CliAsync("domifaddr", "seven")).Output, StringComparison.Ordinal);
        Assert.Equal("agent.no-channel", (await RefusalAsync(() => _host.Pando.Client.ListMachineAddressesAsync("seven", "agent", Ct))).Problem.Code);
    }

    private int[] Servers() => [.. _host.Pando.OtherProcesses().Where(static pid => File.ReadAllText($"/proc/{pid}/cmdline").Contains("dnsmasq", StringComparison.Ordinal))];

    private async Task UntilServedAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(Instance.Limit);
        while (Servers().Length != 1)
        {
            await Task.Delay(100, limit.Token);
        }
    }

    private async Task AssertNothingLeftAsync()
    {
        Assert.DoesNotContain("virbr", await _host.InsideAsync("ip", "-brief", "link"), StringComparison.Ordinal);
        var rules = await _host.InsideAsync("nft", "list", "ruleset");
        Assert.DoesNotContain("pando", rules, StringComparison.Ordinal);
        Assert.DoesNotContain("virbr", rules, StringComparison.Ordinal);
        Assert.Empty(_host.Pando.OtherProcesses());
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_host.Pando.Root, "run", "networks")));
    }

    private async Task StartNetworkAsync(string xml, string name)
    {
        await DefineAsync(xml);
        await _host.Pando.Client.StartNetworkAsync(name, Ct);
    }

    private Task DefineAsync(string xml) => _host.Pando.Client.DefineNetworkAsync(Encoding.UTF8.GetBytes(xml), Ct);

    private async Task<GuestConsole> GuestAsync(string name, string network, string mac)
    {
        return await GuestConsole.BootAsync(_host.Pando.Client, name, Machine(name, await TinyGuest.GetAsync(Ct), network, mac));
    }

    private static byte[] Machine(string name, TinyGuestFiles guest, string network, string mac) =>
        Machines.Tiny(name, guest, $"<interface type='network'><mac address='{mac}'/><source network='{network}'/><model type='virtio'/></interface>");

    private static Task<PandoProblemException> RefusalAsync(Func<Task> ask) => Assert.ThrowsAsync<PandoProblemException>(ask);
}
