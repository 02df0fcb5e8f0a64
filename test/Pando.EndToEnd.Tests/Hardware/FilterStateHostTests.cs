using System.Text;
using Pando.Api.Problems;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Hardware;

/// <summary>Filters that follow connections, on a kernel whose bridges can (nf_conntrack_bridge).</summary>
[Collection(OnKvmHost.Name)]
[Trait("Speed", "Slow")]
public sealed class FilterStateHostTests(KvmHost host)
{
    private const string Network = "<network><name>watched</name><bridge name='virbr7' stp='off'/></network>";

    // It may be called at port 40080 and may itself call port 81; ports 40083 and 40084 are for answers alone, and nothing else passes.
    private const string Served =
        """
        <filter name='served'>
          <rule action='accept' direction='in' priority='100'><tcp dstportstart='40080'/></rule>
          <rule action='accept' direction='out' priority='200'><tcp state='NEW,ESTABLISHED' dstportstart='81'/></rule>
          <rule action='accept' direction='in' priority='210'><tcp state='ESTABLISHED' srcportstart='81'/></rule>
          <rule action='accept' direction='out' priority='220'><tcp state='ESTABLISHED' srcportstart='40083'/></rule>
          <rule action='accept' direction='in' priority='230'><tcp state='ESTABLISHED' srcportstart='40084'/></rule>
          <rule action='drop' direction='inout' priority='900'><all/></rule>
        </filter>
        """;

    private const string Third = "echo third | nc -w 5 10.78.0.1 40090 2>/dev/null; echo $?";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_belongs_to_a_connection_passes_and_what_would_begin_one_does_not()
    {
        await host.Client.DefineNetworkAsync(Encoding.UTF8.GetBytes(Network), Ct);
        await host.Client.StartNetworkAsync("watched", Ct);
        await host.Client.DefineNetworkFilterAsync(Encoding.UTF8.GetBytes(Served), Ct);
        using var one = await GuestAsync("served", 1, "<filterref filter='served'/>");
        using var two = await GuestAsync("caller", 2, string.Empty);
        await ListenAsync(two, 81);
        await ListenAsync(two, 82);

        // It calls where it may, and not elsewhere; nor does it begin something from the port of its answers.
        Assert.Equal("hello 81", await one.AskAsync("nc -w 30 10.78.0.2 81"));
        Assert.Equal("1", await one.AskAsync("nc -w 5 10.78.0.2 82 >/dev/null 2>&1; echo $?"));
        Assert.Equal("1", await one.AskAsync(From(40080) + "nc -w 5 10.78.0.2 82 >/dev/null 2>&1; echo $?"));

        // It is called where it may be, and answers.
        await ListenAsync(one, 40080);
        await ListenAsync(one, 40083);
        await one.AskAsync("echo 32768 60999 > /proc/sys/net/ipv4/ip_local_port_range; echo $?");
        Assert.Equal("hello 40080", await two.AskAsync("nc -w 30 10.78.0.1 40080"));
        // Both ports may answer, and neither may begin.
        Assert.Equal("1", await two.AskAsync(From(40084) + "nc -w 5 10.78.0.1 40083 >/dev/null 2>&1; echo $?"));

        // Each packet by itself, and the same passes: the state was what stopped it.
        await host.Client.DefineNetworkFilterAsync(Encoding.UTF8.GetBytes(Served.Replace(" state='ESTABLISHED'", " state='NONE'", StringComparison.Ordinal)), Ct);
        Assert.Equal("hello 40083", await two.AskAsync(From(40084) + "nc -w 30 10.78.0.1 40083"));
        await host.Client.DefineNetworkFilterAsync(Encoding.UTF8.GetBytes(Served), Ct);

        await AssertCountsAsync(one, two);

        var rules = await host.Shell.AskAsync("/usr/sbin/nft list table bridge pando | grep -c 'ct state'");
        Assert.NotEqual("0", rules);
        foreach (var machine in (string[])["served", "caller"])
        {
            await host.Client.DestroyAsync(machine, cancellationToken: Ct);
        }
        await host.Client.StopNetworkAsync("watched", Ct);
        await host.Client.UndefineNetworkAsync("watched", Ct);
        await host.Client.UndefineNetworkFilterAsync("served", Ct);
    }

    // No sender has more than two connections at once to its port; a third is let in when one of them has ended.
    private async Task AssertCountsAsync(GuestConsole one, GuestConsole two)
    {
        var counted = Encoding.UTF8.GetBytes(Served.Replace(
            "<rule action='accept' direction='in' priority='100'>", "<rule action='drop' direction='in' priority='50'><tcp dstportstart='40090' connlimit-above='2'/></rule><rule action='accept' direction='in' priority='90'><tcp dstportstart='40090'/></rule><rule action='accept' direction='in' priority='100'>",
            StringComparison.Ordinal));
        // The kernel is asked, and not its version: without that module it is refused by name, and what was in force stays.
        Assert.Equal("0", await host.Shell.AskAsync("rmmod nft_connlimit; echo $?"));
        var refusal = (await Assert.ThrowsAsync<PandoProblemException>(() => host.Client.DefineNetworkFilterAsync(counted, Ct))).Problem;
        Assert.Equal("nwfilter.not-offered", refusal.Code);
        Assert.Contains("nft_connlimit", refusal.Detail, StringComparison.Ordinal);
        Assert.Equal("0", await host.Shell.AskAsync("/usr/sbin/nft list table bridge pando | grep -c 'ct count'; insmod /modules/nft_connlimit.ko"));
        await host.Client.DefineNetworkFilterAsync(counted, Ct);

        await one.TypeAsync("nc -ll -p 40090 -e cat >/dev/null 2>&1 &\n");
        Assert.Equal("0", await one.AskAsync($"until grep -q ':{40090:X4} .* 0A ' /proc/net/tcp /proc/net/tcp6; do sleep 0.1; done; echo $?"));
        await two.AskAsync("echo 32768 60999 > /proc/sys/net/ipv4/ip_local_port_range; echo $?");
        await OpenAsync(two, "first");
        await OpenAsync(two, "second");
        Assert.Equal("1", await two.AskAsync(Third));
        // Another sender is counted by itself.
        Assert.Equal("0", await host.Shell.AskAsync("ip address add 10.78.0.9/24 dev virbr7; echo $?"));
        Assert.Equal("third", await host.Shell.AskAsync("echo third | nc -w 30 10.78.0.1 40090"));
        Assert.Equal("1", await two.AskAsync(Third));

        await two.TypeAsync("kill $first; wait $first\n");
        Assert.Equal("third\n0", await two.AskAsync(Third));
        await two.TypeAsync("kill $second; wait $second\n");
    }

    // What it sends comes back; it stays open until its input ends.
    private static async Task OpenAsync(GuestConsole guest, string name)
    {
        await guest.TypeAsync($"mkfifo /{name}; sleep 3600 >/{name} & {name}=$!; nc 10.78.0.1 40090 </{name} >/{name}.answer & echo {name} >/{name}\n");
        Assert.Equal(name, await guest.AskAsync($"until [ -s /{name}.answer ]; do sleep 0.1; done; cat /{name}.answer"));
    }

    // busybox's nc does not choose where it calls from.
    private static string From(int port) => $"echo {port} {port} > /proc/sys/net/ipv4/ip_local_port_range; ";

    private static async Task ListenAsync(GuestConsole guest, int port)
    {
        await guest.TypeAsync($"while true; do echo hello {port} | nc -l -p {port}; done >/dev/null 2>&1 &\n");
        Assert.Equal("0", await guest.AskAsync($"until cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -q ':{port:X4} .* 0A '; do sleep 0.1; done; echo $?"));
    }

    private async Task<GuestConsole> GuestAsync(string name, int number, string filter)
    {
        var card = $"<interface type='network'><mac address='52:54:00:00:01:0{number}'/><source network='watched'/><model type='virtio'/>{filter}</interface>";
        var console = await GuestConsole.BootAsync(host.Client, name, Machines.Tiny(name, KvmHostFiles.Innermost, card), KvmHost.Patience);
        // Nobody is asked who has an address: the filter passes nothing but TCP.
        await console.AskAsync($"ip address add 10.78.0.{number}/24 dev eth0; ip link set eth0 up; ip neigh add 10.78.0.{3 - number} lladdr 52:54:00:00:01:0{3 - number} dev eth0; echo $?");
        return console;
    }
}
