using System.Text;
using Pando.Api.Problems;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Networks;

/// <summary>Guests on networks that are cards of the host (macvtap): whom they reach, and that a card is passed through to one alone.</summary>
[Trait("Speed", "Slow")]
public sealed class DirectNetworkTests : IAsyncLifetime
{
    private NetworkedInstance _host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await NetworkedInstance.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("bridge", "0")]
    // What is behind the card does not send back what came from it.
    [InlineData("vepa", "1")]
    [InlineData("private", "1")]
    public async Task Guests_on_a_card_reach_the_world_and_each_other_only_where_the_mode_says_so(string mode, string each)
    {
        await StartNetworkAsync(mode);
        using var one = await GuestAsync("one", "203.0.113.11", "52:54:00:00:00:01");
        using var two = await GuestAsync("two", "203.0.113.12", "52:54:00:00:00:02");
        foreach (var guest in new[] { one, two })
        {
            Assert.Equal("0", await PingAsync(guest, NetworkedInstance.Server, 20));
        }
        Assert.Equal(each, await PingAsync(one, "203.0.113.12", each == "0" ? 20 : 3));
        await _host.Pando.Client.DestroyAsync("one", cancellationToken: Ct);
        await _host.Pando.KillDaemonAsync();
        await _host.Pando.StartDaemonAsync(Ct);
        await _host.Pando.Client.DestroyAsync("two", cancellationToken: Ct);
        Assert.DoesNotContain("macvtap", await _host.InsideAsync("ip", "link"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_is_passed_through_to_one_guest_alone_and_gets_its_address_back()
    {
        var was = await AddressAsync();
        await StartNetworkAsync("passthrough");
        using var one = await GuestAsync("one", "203.0.113.11", "52:54:00:00:00:01");
        Assert.Equal("0", await PingAsync(one, NetworkedInstance.Server, 20));
        Assert.Equal("52:54:00:00:00:01", await AddressAsync());
        // Changed while it runs, it stays where it is.
        var slower = await _host.Pando.CliAsync("domiftune", "one", "52:54:00:00:00:01", "--inbound", "1000", "--live");
        Assert.True(slower.ExitCode == 0, slower.Error);
        var refusal = await Assert.ThrowsAsync<PandoProblemException>(() => GuestAsync("two", "203.0.113.12", "52:54:00:00:00:02"));
        Assert.Equal("network.no-free-card", refusal.Problem.Code);
        await _host.Pando.Client.DestroyAsync("one", cancellationToken: Ct);
        Assert.Equal(was, await AddressAsync());
        using var again = await GuestAsync("three", "203.0.113.13", "52:54:00:00:00:03");
        Assert.Equal("0", await PingAsync(again, NetworkedInstance.Server, 20));
    }

    private async Task StartNetworkAsync(string mode)
    {
        await _host.Pando.Client.DefineNetworkAsync(
            Encoding.UTF8.GetBytes($"<network><name>out</name><forward mode='{mode}'><interface dev='up0'/></forward></network>"), cancellationToken: Ct);
        await _host.Pando.Client.StartNetworkAsync("out", Ct);
    }

    private async Task<string> AddressAsync() => (await _host.InsideAsync("ip", "-o", "link", "show", "up0")).Split("link/ether ")[1].Split(' ')[0];

    private async Task<GuestConsole> GuestAsync(string name, string address, string mac)
    {
        var console = await GuestConsole.BootAsync(_host.Pando.Client, name, Machines.Tiny(
            name, await TinyGuest.GetAsync(Ct), $"<interface type='network'><mac address='{mac}'/><source network='out'/><model type='virtio'/></interface>"));
        await console.TypeAsync($"ip address add {address}/24 dev eth0; ip link set eth0 up; echo addr\"\"essed\n");
        await console.UntilAsync("addressed");
        return console;
    }

    private static async Task<string> PingAsync(GuestConsole guest, string address, int seconds) =>
        await guest.AskAsync($"ping -c 1 -w {seconds} {address} >/dev/null 2>&1; echo $?");
}
