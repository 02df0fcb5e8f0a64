using System.Globalization;
using System.Text;
using Pando.Api.Problems;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Networks;

/// <summary>How fast a real guest is towards a server in another network, and how fast the server is towards it.</summary>
[Trait("Speed", "Slow")]
public sealed class SpeedTests : IAsyncLifetime
{
    // A MiB takes four seconds less what may go at once; without a limit it takes a fraction of one, even on a busy host.
    private const int Slow = 256;
    private const double LeastSeconds = 2.5;
    private const string Mac = "52:54:00:00:00:07";

    private NetworkedInstance _host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await NetworkedInstance.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_guest_is_as_fast_as_its_interface_and_its_network_let_it_be()
    {
        await StartNetworkAsync(Network("inner", 122, string.Empty), "inner");
        await StartNetworkAsync(Network("narrow", 123, $"<bandwidth><inbound average='{Slow}'/><outbound average='{Slow}'/></bandwidth>"), "narrow");
        using var console = await GuestConsole.BootAsync(_host.Pando.Client, "vm", Machines.Tiny("vm", await TinyGuest.GetAsync(Ct), Card("inner", Limits("inbound") + Limits("outbound"))));
        await ComeToAsync(console, 122);

        // Both ways, and neither by the other's limit.
        var (slowTo, slowFrom) = (await TowardsAsync(console), await FromAsync(console));
        Assert.True(slowTo > LeastSeconds && slowFrom > LeastSeconds, $"{slowTo} s towards the guest, {slowFrom} s from it");
        Assert.Matches("(?m)^outbound.average: +256$", (await _host.Pando.CliAsync("domiftune", "vm", Mac)).Output);
        Assert.Equal(0, (await _host.Pando.CliAsync("domiftune", "vm", Mac, "--inbound", "0", "--live")).ExitCode);
        var (freeTo, stillFrom) = (await TowardsAsync(console), await FromAsync(console));
        Assert.True(freeTo < slowTo / 2 && stillFrom > LeastSeconds, $"{freeTo} s towards the guest instead of {slowTo}, {stillFrom} s from it");
        Assert.Equal(0, (await _host.Pando.CliAsync("domiftune", "vm", Mac, "--outbound", "0", "--live")).ExitCode);
        var freeFrom = await FromAsync(console);
        Assert.True(freeFrom < slowFrom / 2, $"{freeFrom} s from the guest instead of {slowFrom}");
        Assert.DoesNotContain("ifb-vnet", await LinksAsync(), StringComparison.Ordinal);

        // What is asked for the next start is what it was.
        Assert.Matches("(?m)^inbound.average: +256$", (await _host.Pando.CliAsync("domiftune", "vm", Mac, "--config")).Output);

        // Of another network's speed all its guests have a part; this one is guaranteed one.
        Assert.Equal("network.cannot-attach", (await RefusalAsync(Card("narrow", $"<inbound floor='{Slow + 1}'/>"))).Problem.Code);
        await UpdateAsync(Card("narrow", $"<inbound floor='{Slow / 2}'/>{Limits("outbound", 100_000)}"));
        await ComeToAsync(console, 123);
        var (together, outward) = (await TowardsAsync(console), await FromAsync(console));
        Assert.True(together > LeastSeconds && outward > LeastSeconds, $"{together} s towards the guests, {outward} s from them");
        Assert.Contains($"rate {Slow / 2 * 8192 / 1000}Kbit", await _host.InsideAsync("tc", "class", "show", "dev", "virbr123"), StringComparison.Ordinal);

        // Changed for both, the definition keeps its own network and its other limit.
        Assert.Equal(0, (await _host.Pando.CliAsync("domiftune", "vm", Mac, "--outbound", "100001", "--live", "--config")).ExitCode);
        var stored = (await _host.Pando.CliAsync("dumpxml", "vm", "--inactive")).Output;
        Assert.Contains("network='inner'", stored, StringComparison.Ordinal);
        Assert.Contains("<inbound average='256'", stored, StringComparison.Ordinal);
        Assert.Contains("<outbound average='100001'", stored, StringComparison.Ordinal);

        // A bridge that is made again is as fast as it was, and a daemon that comes later takes away what an earlier one has made.
        await _host.Pando.KillDaemonAsync();
        await _host.InsideAsync("ip", "link", "delete", "virbr123");
        await _host.Pando.StartDaemonAsync(Ct);
        Assert.Equal(3, (await _host.InsideAsync("tc", "class", "show", "dev", "virbr123")).Split("class htb").Length - 1);
        Assert.Contains("ifb-vnet0", await LinksAsync(), StringComparison.Ordinal);
        await _host.Pando.KillDaemonAsync();
        await _host.Pando.StartDaemonAsync(Ct);
        await _host.Pando.Client.DestroyAsync("vm", cancellationToken: Ct);
        Assert.Equal(2, (await _host.InsideAsync("tc", "class", "show", "dev", "virbr123")).Split("class htb").Length - 1);
        foreach (var network in new[] { "inner", "narrow" })
        {
            await _host.Pando.Client.StopNetworkAsync(network, Ct);
        }
        var left = await LinksAsync();
        Assert.DoesNotContain("ifb", left, StringComparison.Ordinal);
        Assert.DoesNotContain("virbr", left, StringComparison.Ordinal);
    }

    private static string Network(string name, int subnet, string bandwidth) =>
        $"<network><name>{name}</name><forward mode='nat'/><bridge name='virbr{subnet}' stp='off'/>{bandwidth}<ip address='192.168.{subnet}.1' prefix='24'/></network>";

    private static string Card(string network, string bandwidth) =>
        $"<interface type='network'><mac address='{Mac}'/><source network='{network}'/><bandwidth>{bandwidth}</bandwidth><model type='virtio'/></interface>";

    private static string Limits(string direction, int average = Slow) => $"<{direction} average='{average}'/>";

    private static Task<double> TowardsAsync(GuestConsole console) =>
        SecondsAsync(console, $"nc -w 60 {NetworkedInstance.Server} {NetworkedInstance.SendingPort} </dev/null | wc -c", $"{NetworkedInstance.Bytes}");

    private static Task<double> FromAsync(GuestConsole console) =>
        SecondsAsync(console, $"head -c {NetworkedInstance.Bytes} /dev/zero | nc -w 60 {NetworkedInstance.Server} {NetworkedInstance.TakingPort}", "taken");

    /// <summary>How long something takes by the guest's own clock.</summary>
    private static async Task<double> SecondsAsync(GuestConsole console, string command, string answer)
    {
        const string Clock = "cut -d' ' -f1 /proc/uptime";
        var told = (await console.AskAsync($"{Clock}; {command}; {Clock}")).Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal(answer, told[1]);
        return double.Parse(told[2], CultureInfo.InvariantCulture) - double.Parse(told[0], CultureInfo.InvariantCulture);
    }

    private static async Task ComeToAsync(GuestConsole console, int subnet)
    {
        await console.TypeAsync($"ip route del default; ip address flush dev eth0; ip address add 192.168.{subnet}.77/24 dev eth0; ip link set eth0 up; ip route add default via 192.168.{subnet}.1; echo rou\"\"ted\n");
        await console.UntilAsync("routed");
    }

    private Task<string> LinksAsync() => _host.InsideAsync("ip", "-brief", "link");

    private async Task StartNetworkAsync(string xml, string name)
    {
        await _host.Pando.Client.DefineNetworkAsync(Encoding.UTF8.GetBytes(xml), Ct);
        await _host.Pando.Client.StartNetworkAsync(name, Ct);
    }

    private Task UpdateAsync(string card) => _host.Pando.Client.UpdateDeviceAsync("vm", Encoding.UTF8.GetBytes(card), "live", cancellationToken: Ct);

    private Task<PandoProblemException> RefusalAsync(string card) => Assert.ThrowsAsync<PandoProblemException>(() => UpdateAsync(card));
}
