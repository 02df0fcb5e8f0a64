using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Resources;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Networks;
using Pando.Networks.Addresses;
using Pando.Networks.Firewall;
using Pando.Networks.OpenVSwitch;
using Pando.Networks.Tracing;
using Pando.TestNamespaces;
using static Pando.Networks.Tests.TracedGuest;

namespace Pando.Networks.Tests;

/// <summary>
/// Traces over a real bridge with real ports in a network of the test's own. A pair of cards stands for a guest and its tap; each fault is planted
/// with the programs that an administrator would make it with.
/// </summary>
public sealed class TraceTests
{
    public TraceTests() => OwnNetwork.Require();

    [Theory]
    [InlineData("", "destination.silent")]
    [InlineData("link set t0 down", "tap.down")]
    [InlineData("link delete t0", "tap.missing")]
    [InlineData("link set t0 nomaster", "bridge.other")]
    [InlineData("link set br0 down", "bridge.down")]
    [InlineData("link delete br0", "bridge.missing")]
    [InlineData("link set br0 type bridge stp_state 1; link set t0 nomaster; link set t0 master br0", "port.blocked")]
    [InlineData("link set g0 down", "port.blocked")]
    [InlineData("neigh delete 10.5.0.7 dev br0; neigh replace 10.6.0.7 lladdr 52:54:00:00:00:07 dev br0 nud reachable", "address.foreign")]
    [InlineData("address flush dev up0", "route.none")]
    [InlineData("link set far0 down", "uplink.down")]
    public void A_planted_fault_is_found(string ip, string finding) => OwnNetwork.Run(async () =>
    {
        Build();
        foreach (var command in ip.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            Run("ip", command);
        }
        // A bridge hears a little later that the carrier of a port is gone.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while ((await TraceAsync(Card))[^1].Finding is var found && found != finding)
        {
            Assert.False(limit.IsCancellationRequested, found);
            await Task.Delay(50, CancellationToken.None);
        }
    });

    [Fact]
    public void An_address_behind_another_port_is_told() => OwnNetwork.Run(async () =>
    {
        Build();
        Run("ip", "link add x0 type veth peer name x1");
        Run("ip", "link set x0 master br0 up");
        Run("ip", "link set x1 up");
        UntilForwarding();
        Run("bridge", "fdb add 52:54:00:00:00:07 dev x0 master dynamic");
        Assert.Equal("sender.elsewhere", (await TraceAsync(Card))[^1].Finding);
    });

    [Fact]
    public void Rules_that_are_gone_and_a_host_that_does_not_forward_are_told() => OwnNetwork.Run(async () =>
    {
        Build();
        Run("nft", "delete table inet pando");
        Assert.Equal("rules.gone", (await TraceAsync(Card))[^1].Finding);
        Rules(Nat);
        File.WriteAllText("/proc/sys/net/ipv4/ip_forward", "0");
        Assert.Equal("forwarding.off", (await TraceAsync(Card))[^1].Finding);
    });

    [Fact]
    public void Docker_that_stops_everything_is_told() => OwnNetwork.Run(async () =>
    {
        Build();
        Run("iptables", "-N DOCKER-USER");
        Assert.Equal("rules.docker", (await TraceAsync(Card))[^1].Finding);
    });

    [Fact]
    public void A_way_that_leads_out_elsewhere_than_the_network_may_is_told() => OwnNetwork.Run(async () =>
    {
        Build();
        Assert.Equal("route.other", (await TraceAsync(Card, Nat.Replace("<forward mode='nat'/>", "<forward mode='nat' dev='x0'/>", StringComparison.Ordinal)))[^1].Finding);
    });

    [Fact]
    public void A_gateway_that_answers_nobody_is_told() => OwnNetwork.Run(async () =>
    {
        Build();
        Assert.Equal("gateway.silent", (await TraceAsync(Card, destination: "198.51.100.1"))[^1].Finding);
    });

    [Fact]
    public void A_server_that_has_gone_and_rules_of_a_filter_that_have_gone_are_told() => OwnNetwork.Run(async () =>
    {
        Build();
        Assert.Equal("server.down", (await TraceAsync(Card, isServed: false))[^1].Finding);
        Assert.Equal("filter.gone", (await TraceAsync(Card with { Filter = new FilterReference("clean-traffic", []) }))[^1].Finding);
    });

    [Fact]
    public void A_name_server_that_answers_or_not_is_told_last() => OwnNetwork.Run(async () =>
    {
        Build();
        var named = Nat.Replace("<dns enable='no'/>", "<dns><forwarder addr='127.0.0.1'/></dns>", StringComparison.Ordinal);
        using (var server = new System.Net.Sockets.UdpClient(new IPEndPoint(IPAddress.Loopback, 53)))
        {
            var answered = AnswerAsync(server);
            Assert.Equal("names.answered", (await TraceAsync(Card, named))[^1].Finding);
            await answered;
        }
        var silent = (await TraceAsync(Card, named))[^1];
        Assert.Equal("names.silent", silent.Finding);
        Assert.Contains(silent.Facts, static fact => fact.Value == "127.0.0.1");

        static async Task AnswerAsync(System.Net.Sockets.UdpClient server)
        {
            var asked = await server.ReceiveAsync(TestContext.Current.CancellationToken);
            await server.SendAsync(asked.Buffer, asked.RemoteEndPoint, TestContext.Current.CancellationToken);
        }
    });

    [Fact]
    public void That_nobody_can_be_asked_for_names_is_told() => OwnNetwork.Run(async () =>
    {
        Build();
        // The files of this thread are its own.
        Run("mount", "--bind /dev/null /etc/resolv.conf");
        Assert.Equal("names.unasked", (await TraceAsync(Card, Nat.Replace("<dns enable='no'/>", string.Empty, StringComparison.Ordinal)))[^1].Finding);
    });

    [Fact]
    public void The_hosts_name_servers_are_asked_where_the_network_names_none()
    {
        var network = KnownNetworks.Active(Nat.Replace("<dns enable='no'/>", "<dns><forwarder addr='10.9.9.9' domain='lab'/></dns>", StringComparison.Ordinal)).Live!.Definition;
        Assert.Equal(
            [IPAddress.Parse("192.0.2.53"), IPAddress.Parse("2001:db8::53")],
            NameHops.Of(network, ["# nameserver 9.9.9.9", "search lab", "nameserver 192.0.2.53", "nameserver\t2001:db8::53", "nameserver nonsense"]));
        Assert.Empty(NameHops.Of(network, []));
    }

    [Fact]
    public void A_cable_that_is_unplugged_is_the_first_thing_told() => OwnNetwork.Run(async () =>
        Assert.Equal("card.unplugged", Assert.Single(await TraceAsync(Card with { LinkUp = false })).Finding));

    [Fact]
    public void An_isolated_network_leads_nowhere() => OwnNetwork.Run(async () =>
    {
        Build();
        Assert.Equal("rules.isolated", (await TraceAsync(Card, "<network><name>inner</name><bridge name='br0'/><dns enable='no'/><ip address='10.5.0.1' prefix='24'/></network>"))[^1].Finding);
    });

    [Fact]
    public void Every_finding_has_its_texts_in_both_languages()
    {
        var resources = new ResourceManager("Pando.Model.Networks.Texts.trace", typeof(TraceTexts).Assembly);
        var findings = typeof(TraceFindings).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => (TraceFinding)field.GetValue(null)!).ToArray();
        Assert.True(findings.Length > 30);
        foreach (var culture in new[] { CultureInfo.InvariantCulture, CultureInfo.GetCultureInfo("vi") })
        {
            var keys = resources.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!.Cast<System.Collections.DictionaryEntry>().Select(static entry => (string)entry.Key).ToHashSet(StringComparer.Ordinal);
            foreach (var finding in findings)
            {
                Assert.Contains(finding.Name, keys);
                Assert.Contains(finding.With().Hop, keys);
                Assert.Equal(finding.Status == HopStatus.Fail, keys.Contains(finding.Name + ".fix"));
            }
            Assert.DoesNotContain(keys, key => key.Contains('.', StringComparison.Ordinal) && findings.All(finding => key != finding.Name && key != finding.Name + ".fix"));
        }
    }
}
