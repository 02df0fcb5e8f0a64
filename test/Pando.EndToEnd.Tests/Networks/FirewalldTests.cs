using System.Text;
using Pando.Api.Problems;
using Pando.TestNamespaces;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Networks;

/// <summary>Networks beside the real firewalld, which rejects what it does not know, with its backend of nftables.</summary>
[Trait("Speed", "Slow")]
public sealed class FirewalldTests : IAsyncLifetime
{
    private const string Nat =
        """
        <network><name>inner</name><forward mode='nat'/><bridge name='virbr0' stp='off'/>
          <ip address='192.168.122.1' prefix='24'><dhcp><range start='192.168.122.10' end='192.168.122.20'/></dhcp></ip>
        </network>
        """;

    private const string AskForAddress = "udhcpc -i eth0 -n -q -t 30 -s /usr/share/udhcpc/default.script";
    private OwnBus _bus = null!;
    private NetworkedInstance _host = null!;
    private OwnFirewalld? _firewalld;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        OwnFirewalld.Require();
        _bus = await OwnBus.StartAsync();
        _host = await NetworkedInstance.StartAsync(environment: new Dictionary<string, string> { [_bus.Variable.Name] = _bus.Variable.Value });
    }

    public async ValueTask DisposeAsync()
    {
        _firewalld?.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
        _bus?.Dispose();
    }

    [Fact]
    public async Task Guests_are_served_and_reach_the_world_before_and_after_firewalld_forgets()
    {
        var firewalld = await BeginAsync();
        await StartNetworkAsync(Nat, "inner");
        Assert.Equal("pando", await firewalld.CommandAsync("--get-zone-of-interface=virbr0"));
        Assert.Contains("firewalld runs", (await _host.Pando.CliAsync("check")).Output, StringComparison.Ordinal);

        using var console = await GuestAsync("seven", "inner", "52:54:00:00:00:07");
        await console.TypeAsync($"ip link set eth0 up; {AskForAddress} >/dev/null && echo lea\"\"sed\n");
        await console.UntilAsync("leased");
        await AssertServedAsync(console);
        // Guests reach of the host what the zone lists, and nothing else: this is what firewalld is there for.
        using (await _host.HoldAsync("python3", "-c", "import socket,sys; s=socket.create_server(('0.0.0.0', 9999)); print('ready', flush=True); sys.stdin.read()"))
        {
            Assert.Equal("closed", await console.AskAsync("nc -w 5 192.168.122.1 9999 </dev/null && echo open || echo closed"));
        }

        await firewalld.CommandAsync("--reload");
        await UntilInZoneAsync(firewalld, "virbr0");
        await AssertServedAsync(console);
        await firewalld.CommandAsync("--complete-reload");
        await UntilInZoneAsync(firewalld, "virbr0");
        await AssertServedAsync(console);
        await firewalld.RestartAsync();
        await UntilInZoneAsync(firewalld, "virbr0");
        await AssertServedAsync(console);

        // A pandod that comes later looks, too.
        await _host.Pando.KillDaemonAsync();
        await firewalld.RestartAsync();
        await AssertInNoZoneAsync(firewalld, "virbr0");
        await _host.Pando.StartDaemonAsync(Ct);
        await UntilInZoneAsync(firewalld, "virbr0");
        using var again = await GuestConsole.OpenAsync(_host.Pando, "seven");
        await AssertServedAsync(again);

        // Its rules are Pando's own, and a port of the host still leads to a guest.
        await again.TypeAsync("while true; do echo from the guest | nc -l -p 80; done >/dev/null 2>&1 &\n");
        Assert.Equal(0, (await _host.Pando.CliAsync("net", "forward", "add", "inner", "8080", "seven:80")).ExitCode);
        Assert.Contains("from the guest", await _host.CallFromOutsideAsync(NetworkedInstance.HostOutside, 8080), StringComparison.Ordinal);

        await _host.Pando.Client.DestroyAsync("seven", cancellationToken: Ct);
        await _host.Pando.Client.StopNetworkAsync("inner", Ct);
        Assert.DoesNotContain("virbr0", await firewalld.CommandAsync("--zone=pando", "--list-interfaces"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_firewalld_that_comes_later_is_told_and_routed_guests_are_reached_from_outside()
    {
        await StartNetworkAsync(
            "<network><name>routed</name><forward mode='route'/><bridge name='virbr2' stp='off'/><ip address='10.77.0.1' prefix='24'><dhcp><range start='10.77.0.10' end='10.77.0.20'/></dhcp></ip></network>",
            "routed");
        using var console = await GuestAsync("nine", "routed", "52:54:00:00:00:09");
        await console.TypeAsync($"ip link set eth0 up; {AskForAddress} >/dev/null && echo lea\"\"sed\n");
        await console.UntilAsync("leased");
        var address = await console.AskAsync("ip -o -4 address show eth0 | awk '{print $4}' | cut -d/ -f1");
        await console.TypeAsync("while true; do echo from the guest | nc -l -p 80; done >/dev/null 2>&1 &\n");
        await _host.OutsideAsync("ip", "route", "add", "10.77.0.0/24", "via", NetworkedInstance.HostOutside);

        var firewalld = await BeginAsync();
        await UntilInZoneAsync(firewalld, "virbr2");
        Assert.Contains("from the guest", await _host.CallFromOutsideAsync(address, 80), StringComparison.Ordinal);
        await firewalld.EndAsync();
        Assert.Contains("from the guest", await _host.CallFromOutsideAsync(address, 80), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_zone_is_used_and_one_that_is_not_there_is_refused_before_anything_changes()
    {
        const string Named = "<network><name>named</name><forward mode='nat'/><bridge name='virbr3' zone='trusted'/><ip address='10.78.0.1' prefix='24'/></network>";
        await DefineAsync(Named);
        Assert.Equal("network.zone-without-firewalld", (await RefusalAsync(() => _host.Pando.Client.StartNetworkAsync("named", Ct))).Problem.Code);
        var firewalld = await BeginAsync();
        await _host.Pando.Client.StartNetworkAsync("named", Ct);
        Assert.Equal("trusted", await firewalld.CommandAsync("--get-zone-of-interface=virbr3"));
        // What an administrator has it keep is left alone when firewalld reads its rules again.
        await firewalld.CommandAsync("--permanent", "--zone=work", "--add-interface=virbr3");
        await firewalld.CommandAsync("--reload");
        Assert.Equal("work", await firewalld.CommandAsync("--get-zone-of-interface=virbr3"));

        await DefineAsync("<network><name>nowhere</name><forward mode='nat'/><bridge name='virbr4' zone='nosuch'/><ip address='10.79.0.1' prefix='24'/></network>");
        Assert.Equal("network.no-such-zone", (await RefusalAsync(() => _host.Pando.Client.StartNetworkAsync("nowhere", Ct))).Problem.Code);
        Assert.DoesNotContain("virbr4", await _host.InsideAsync("ip", "-brief", "link"), StringComparison.Ordinal);
        // An open network says nothing of who comes in, so nothing is done for it either.
        await StartNetworkAsync("<network><name>open</name><forward mode='open'/><bridge name='virbr5'/><ip address='10.80.0.1' prefix='24'/></network>", "open");
        await AssertInNoZoneAsync(firewalld, "virbr5");
    }

    private static async Task AssertInNoZoneAsync(OwnFirewalld firewalld, string bridge) =>
        Assert.Contains("no zone", (await Assert.ThrowsAsync<InvalidOperationException>(() => firewalld.CommandAsync($"--get-zone-of-interface={bridge}"))).Message, StringComparison.Ordinal);

    private static async Task AssertServedAsync(GuestConsole console)
    {
        Assert.Equal("0", await console.AskAsync($"{AskForAddress} >/dev/null 2>&1; echo $?"));
        Assert.Equal($"seen as {NetworkedInstance.HostOutside}", await console.AskAsync($"nc -w 10 {NetworkedInstance.Server} {NetworkedInstance.Port}"));
    }

    private async Task<OwnFirewalld> BeginAsync() => _firewalld = await OwnFirewalld.StartAsync(_bus, _host.Inside);

    private static async Task UntilInZoneAsync(OwnFirewalld firewalld, string bridge)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(Instance.Limit);
        while (!(await firewalld.CommandAsync("--get-active-zones")).Contains(bridge, StringComparison.Ordinal))
        {
            await Task.Delay(100, limit.Token);
        }
        Assert.Equal("pando", await firewalld.CommandAsync($"--get-zone-of-interface={bridge}"));
    }

    private async Task StartNetworkAsync(string xml, string name)
    {
        await DefineAsync(xml);
        await _host.Pando.Client.StartNetworkAsync(name, Ct);
    }

    private Task DefineAsync(string xml) => _host.Pando.Client.DefineNetworkAsync(Encoding.UTF8.GetBytes(xml), Ct);

    private async Task<GuestConsole> GuestAsync(string name, string network, string mac) => await GuestConsole.BootAsync(
        _host.Pando.Client, name, Machines.Tiny(name, await TinyGuest.GetAsync(Ct), $"<interface type='network'><mac address='{mac}'/><source network='{network}'/><model type='virtio'/></interface>"));

    private static Task<PandoProblemException> RefusalAsync(Func<Task> ask) => Assert.ThrowsAsync<PandoProblemException>(ask);
}
