using System.Text;
using Pando.Api.Problems;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Networks;

/// <summary>Network filters with the real nft, and real guests that try what they may not.</summary>
[Trait("Speed", "Slow")]
public sealed class NetworkFilterTests : IAsyncLifetime
{
    private const string Network =
        """
        <network><name>lab</name><bridge name='virbr1' stp='off'/>
          <ip address='10.66.0.1' prefix='24'><dhcp><range start='10.66.0.10' end='10.66.0.20'/></dhcp></ip>
        </network>
        """;

    private const string Filtered = "<filterref filter='clean-traffic'/>";
    private const string Sender = "52:54:00:00:00:01";
    private const string Neighbour = "10.66.0.50";

    private NetworkedInstance _host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await NetworkedInstance.StartAsync();
        await _host.Pando.Client.DefineNetworkAsync(Encoding.UTF8.GetBytes(Network), Ct);
        await _host.Pando.Client.StartNetworkAsync("lab", Ct);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_guest_behind_clean_traffic_is_who_it_says_it_is()
    {
        using var one = await GuestAsync("one", Sender, Filtered);
        using var two = await GuestAsync("two", "52:54:00:00:00:02");
        await two.AskAsync($"ip address add {Neighbour}/24 dev eth0; ip link set eth0 up");

        // Nobody has said what its address is: it is the one that it is given.
        await one.TypeAsync("ip link set eth0 up; udhcpc -i eth0 -n -q -t 30 -s /usr/share/udhcpc/default.script >/dev/null && echo lea\"\"sed\n");
        await one.UntilAsync("leased");
        await one.WaitsAsync($"ping -c 1 -W 2 {Neighbour} >/dev/null", "echo reached", "reached");

        // Neither another address of IP, nor of its card.
        Assert.Equal("1", await one.AskAsync($"ip address add 10.66.0.99/24 dev eth0; ping -c 1 -W 1 -I 10.66.0.99 {Neighbour} >/dev/null; echo $?"));
        Assert.Equal("1", await one.AskAsync($"ip link set eth0 address 52:54:00:00:00:77; ping -c 1 -W 1 {Neighbour} >/dev/null; echo $?"));
        Assert.Equal("0", await one.AskAsync($"ip link set eth0 address {Sender}; ping -c 1 -W 10 {Neighbour} >/dev/null; echo $?"));
        Assert.DoesNotContain("52:54:00:00:00:77", await _host.InsideAsync("bridge", "fdb", "show"), StringComparison.Ordinal);

        // It gives nobody an address: what its server answers goes nowhere.
        await one.AskAsync("mkdir -p /var/lib/misc /run; printf 'start 10.66.0.200\\nend 10.66.0.210\\ninterface eth0\\nlease_file /run/l\\npidfile /run/p\\n' >/run/d; touch /run/l; udhcpd -S /run/d");
        Assert.StartsWith("10.66.0.1", await two.AskAsync("udhcpc -i eth0 -n -q -t 30 -s /bin/true 2>&1 | sed -n 's/.*lease of \\([0-9.]*\\) obtained.*/\\1/p'"), StringComparison.Ordinal);
        await Waiting.UntilAsync(async () => (await RulesAsync()).Split('\n').Any(static line => line.Contains("sport 67", StringComparison.Ordinal) && line.Contains("drop", StringComparison.Ordinal) && !line.Contains("packets 0 ", StringComparison.Ordinal)), static done => done);

        // What it was refused is counted, and told with where.
        var told = Assert.Single(await _host.Pando.Client.TraceAsync("one", cancellationToken: Ct), static hop => hop.Hop == "filter");
        Assert.Equal("filter.refused", told.Finding);
        Assert.Matches("refused [1-9][0-9]* packets of the guest and [0-9]+ for it, most of them", told.Text);

        // Nor does it take another's lease by calling itself what the other's card is called.
        Assert.Equal("1", await one.AskAsync("udhcpc -i eth0 -n -q -t 30 -C -x 0x3d:01525400000002 -s /bin/true 2>&1 | grep -c \"lease of $(ip -4 -o address show eth0 | sed -n 's/.*inet \\(10.66.0.1[0-9]\\).*/\\1/p') obtained\""));

        await AssertFollowsChangesAsync(one);
        await AssertSurvivesAsync();

        Assert.Equal("nwfilter.in-use", (await RefusalAsync(() => _host.Pando.Client.UndefineNetworkFilterAsync("clean-traffic", Ct))).Problem.Code);
        await _host.Pando.Client.DestroyAsync("one", cancellationToken: Ct);
        Assert.DoesNotContain("bridge pando", await _host.InsideAsync("nft", "list", "tables"), StringComparison.Ordinal);
        Assert.Empty((await _host.Pando.Client.GetNetworkFilterAsync("clean-traffic", Ct)).Interfaces);
    }

    [Fact]
    public async Task What_cannot_be_put_in_force_is_refused_before_anything_runs()
    {
        var guest = await TinyGuest.GetAsync(Ct);
        await AssertStartRefusedAsync("<filterref filter='no-such'/>", "nwfilter.not-found");
        await AssertStartRefusedAsync("<filterref filter='clean-traffic-gateway'/>", "nwfilter.variable-missing");
        await AssertStartRefusedAsync("<filterref filter='clean-traffic'><parameter name='IP' value='fe80::1'/></filterref>", "nwfilter.variable-bad");
        Assert.DoesNotContain("vnet", await _host.InsideAsync("ip", "-brief", "link"), StringComparison.Ordinal);
        Assert.DoesNotContain("bridge pando", await _host.InsideAsync("nft", "list", "tables"), StringComparison.Ordinal);

        // The command line does what virsh does.
        var file = Path.Combine(_host.Pando.Root, "web.xml");
        await File.WriteAllTextAsync(file, "<filter name='web'><rule action='accept' direction='in'><tcp dstportstart='80'/></rule></filter>", Ct);
        Assert.Equal(0, (await _host.Pando.CliAsync("nwfilter-define", file)).ExitCode);
        Assert.Contains("clean-traffic", (await _host.Pando.CliAsync("nwfilter", "list")).Output, StringComparison.Ordinal);
        Assert.Contains("dstportstart='80'", (await _host.Pando.CliAsync("nwfilter-dumpxml", "web")).Output, StringComparison.Ordinal);
        if (!await FollowsConnectionsAsync())
        {
            await AssertStartRefusedAsync("<filterref filter='web'/>", "nwfilter.not-offered");
            var refusal = (await _host.Pando.CliAsync("start", "nwfilter.not-offered")).Error;
            Assert.Contains("nf_conntrack_bridge", refusal, StringComparison.Ordinal);
            Assert.Contains("web", refusal, StringComparison.Ordinal);
            Assert.Equal(0, (await _host.Pando.CliAsync("undefine", "nwfilter.not-offered")).ExitCode);
        }
        Assert.Contains("root", (await _host.Pando.CliAsync("nwfilter", "info", "web")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await _host.Pando.CliAsync("nwfilter-undefine", "web")).ExitCode);
        Assert.Equal(3, (await _host.Pando.CliAsync("nwfilter-info", "web")).ExitCode);

        // Whoever removed one of the usual filters is not given it again.
        Assert.Equal(0, (await _host.Pando.CliAsync("nwfilter-undefine", "no-mac-broadcast")).ExitCode);
        await _host.Pando.KillDaemonAsync();
        await _host.Pando.StartDaemonAsync(Ct);
        Assert.DoesNotContain("no-mac-broadcast", (await _host.Pando.CliAsync("nwfilter-list", "--name")).Output.Split('\n'));

        async Task AssertStartRefusedAsync(string filter, string code)
        {
            await _host.Pando.Client.DefineAsync(Machine(code, guest, "52:54:00:00:00:05", filter), Ct);
            Assert.Equal(code, (await RefusalAsync(() => _host.Pando.Client.StartAsync(code, cancellationToken: Ct))).Problem.Code);
        }
    }

    // Not every kernel's bridges do.
    private async Task<bool> FollowsConnectionsAsync()
    {
        try
        {
            await _host.InsideAsync("nft", "-c", "add table bridge t; add chain bridge t c { type filter hook prerouting priority 0; }; add rule bridge t c ct state established accept");
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>A changed filter, and another one on a running card, are in force at once; what cannot be changes nothing.</summary>
    private async Task AssertFollowsChangesAsync(GuestConsole one)
    {
        var before = await _host.Pando.Client.GetNetworkFilterXmlAsync("clean-traffic", Ct);
        var closed = before.Replace("</filter>", "<rule action='drop' direction='out' priority='-1000'/></filter>", StringComparison.Ordinal);
        await _host.Pando.Client.DefineNetworkFilterAsync(Encoding.UTF8.GetBytes(closed), Ct);
        await AssertUnreachedAsync(one);
        await _host.Pando.Client.DefineNetworkFilterAsync(Encoding.UTF8.GetBytes(before), Ct);
        await AssertReachedAsync(one);
        var wrong = closed.Replace("</filter>", "<filterref filter='no-such'/></filter>", StringComparison.Ordinal);
        Assert.Equal("nwfilter.reference-missing", (await RefusalAsync(() => _host.Pando.Client.DefineNetworkFilterAsync(Encoding.UTF8.GetBytes(wrong), Ct))).Problem.Code);
        await AssertReachedAsync(one);

        await UpdateAsync(string.Empty);
        await AssertReachedAsync(one, "-I 10.66.0.99");
        await UpdateAsync(Filtered);
        await AssertUnreachedAsync(one, "-I 10.66.0.99");
        await AssertReachedAsync(one);
    }

    /// <summary>The rules need no daemon, the next one knows them, and they are put back when somebody removes them.</summary>
    private async Task AssertSurvivesAsync()
    {
        await _host.Pando.KillDaemonAsync();
        await _host.InsideAsync("nft", "flush", "ruleset");
        await _host.Pando.StartDaemonAsync(Ct);
        using var one = await GuestConsole.OpenAsync(_host.Pando, "one");
        await AssertUnreachedAsync(one, "-I 10.66.0.99");
        await AssertReachedAsync(one);
        Assert.Equal("one", Assert.Single((await _host.Pando.Client.GetNetworkFilterAsync("no-ip-spoofing", Ct)).Interfaces).Machine);

        await _host.InsideAsync("nft", "flush ruleset; add table ip others");
        await Waiting.UntilAsync(async () => (await _host.InsideAsync("nft", "list", "tables")).Contains("bridge pando", StringComparison.Ordinal), static done => done);
        Assert.Contains("table ip others", await _host.InsideAsync("nft", "list", "tables"), StringComparison.Ordinal);
        await AssertUnreachedAsync(one, "-I 10.66.0.99");
    }

    private static async Task AssertReachedAsync(GuestConsole guest, string options = "") =>
        Assert.Equal("0", await guest.AskAsync($"ping -c 1 -W 20 {options} {Neighbour} >/dev/null; echo $?"));

    // That the neighbour answers in that time is shown before and after.
    private static async Task AssertUnreachedAsync(GuestConsole guest, string options = "") =>
        Assert.Equal("1", await guest.AskAsync($"ping -c 1 -W 1 {options} {Neighbour} >/dev/null; echo $?"));

    private Task UpdateAsync(string filter) => _host.Pando.Client.UpdateDeviceAsync("one", Encoding.UTF8.GetBytes(Card(Sender, filter)), cancellationToken: Ct);

    private Task<string> RulesAsync() => _host.InsideAsync("nft", "list", "table", "bridge", "pando");

    private async Task<GuestConsole> GuestAsync(string name, string mac, string filter = "")
    {
        return await GuestConsole.BootAsync(_host.Pando.Client, name, Machine(name, await TinyGuest.GetAsync(Ct), mac, filter));
    }

    private static byte[] Machine(string name, TinyGuestFiles guest, string mac, string filter) => Machines.Tiny(name, guest, Card(mac, filter));

    private static string Card(string mac, string filter) =>
        $"<interface type='network'><mac address='{mac}'/><source network='lab'/><model type='virtio'/>{filter}</interface>";

    private static Task<PandoProblemException> RefusalAsync(Func<Task> ask) => Assert.ThrowsAsync<PandoProblemException>(ask);
}
