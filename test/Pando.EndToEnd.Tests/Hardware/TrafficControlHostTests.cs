using System.Text;
using Pando.Api.Problems;

namespace Pando.EndToEnd.Tests.Hardware;

/// <summary>A speed limit on a kernel that has none of its parts loaded, and nothing that would load them.</summary>
[Collection(OnKvmHost.Name)]
[Trait("Speed", "Slow")]
public sealed class TrafficControlHostTests(KvmHost host)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_network_and_a_card_with_a_limit_are_refused_and_leave_nothing()
    {
        var before = await StateAsync();
        await host.Client.DefineNetworkAsync(Encoding.UTF8.GetBytes("<network><name>slow</name><bridge name='virbr5' stp='off'/><bandwidth><inbound average='100'/></bandwidth></network>"), Ct);
        var network = await RefusalAsync(() => host.Client.StartNetworkAsync("slow", Ct));
        Assert.Equal("network.no-traffic-control", network.Code);
        Assert.Contains("sch_htb", network.Detail, StringComparison.Ordinal);
        Assert.Equal("inactive", (await host.Client.GetNetworkAsync("slow", Ct)).State);
        Assert.Equal(before, await StateAsync());

        await host.Client.DefineNetworkAsync(Encoding.UTF8.GetBytes("<network><name>free</name><bridge name='virbr6' stp='off'/></network>"), Ct);
        await host.Client.StartNetworkAsync("free", Ct);
        await host.Client.DefineAsync(Machines.Tiny("slow", KvmHostFiles.Innermost, "<interface type='network'><mac address='52:54:00:00:02:01'/><source network='free'/><bandwidth><outbound average='100'/></bandwidth></interface>"), Ct);
        var card = await RefusalAsync(() => host.Client.StartAsync("slow", cancellationToken: Ct));
        Assert.Equal("network.cannot-attach", card.Code);
        Assert.Contains("sch_htb", card.Detail, StringComparison.Ordinal);
        await host.Client.UndefineAsync("slow", cancellationToken: Ct);
        await host.Client.StopNetworkAsync("free", Ct);
        Assert.Equal(before, await StateAsync());
        await host.Client.UndefineNetworkAsync("free", Ct);
        await host.Client.UndefineNetworkAsync("slow", Ct);
    }

    // Names of devices, and the tables of nft.
    private Task<string> StateAsync() => host.Shell.AskAsync("echo $(ls /sys/class/net) $(/usr/sbin/nft list tables)");

    private static async Task<Problem> RefusalAsync(Func<Task> ask) => (await Assert.ThrowsAsync<PandoProblemException>(ask)).Problem;
}
