using System.Diagnostics;
using System.Net;
using Pando.Networks.Tracing;
using Pando.TestNamespaces;
using static Pando.Networks.Tests.TracedGuest;

namespace Pando.Networks.Tests;

/// <summary>The verdict of the host's firewalls and the translation of addresses, by the very rule, with rules of the real kernel and the real firewalld.</summary>
public sealed class TraceVerdictTests
{
    private const string Chain = "add table inet foreign; add chain inet foreign inner; add chain inet foreign forward { type filter hook forward priority 10; policy accept; }; ";

    public TraceVerdictTests() => OwnNetwork.Require();

    [Fact]
    public void What_lets_a_guest_out_and_what_translates_it_are_told_with_their_counters() => OwnNetwork.Run(async () =>
    {
        Build();
        var hops = await TraceAsync(Card);
        var verdict = Assert.Single(hops, static hop => hop.Hop == "verdict");
        Assert.Equal(("verdict.accepted", "ip saddr 10.5.0.0/24 counter packets 0 bytes 0 return", "0"), (verdict.Finding, Fact(verdict, "rule"), Fact(verdict, "packets")));
        var nat = Assert.Single(hops, static hop => hop.Hop == "nat");
        Assert.Equal(("nat.translated", "inet pando"), (nat.Finding, Fact(nat, "table")));
        Assert.EndsWith("ip saddr 10.5.0.0/24 ip daddr != 10.5.0.0/24 counter packets 0 bytes 0 masquerade", Fact(nat, "rule"), StringComparison.Ordinal);

        await PassAsync();
        hops = await TraceAsync(Card);
        Assert.Equal("1", Fact(hops.Single(static hop => hop.Hop == "verdict"), "packets"));
        Assert.Equal("1", Fact(hops.Single(static hop => hop.Hop == "nat"), "packets"));
    });

    [Theory]
    [InlineData("add rule inet foreign forward ip saddr 10.5.0.0/25 counter drop", "verdict.refused", "ip saddr 10.5.0.0/25 counter packets 0 bytes 0 drop")]
    [InlineData("add rule inet foreign forward iifname vmap { \"lo\" : drop, \"br*\" : jump inner }; add rule inet foreign inner ct state { new, invalid } reject", "verdict.refused", "ct state { invalid, new } reject*")]
    [InlineData("add set inet foreign bad { type ipv4_addr; flags interval; elements = { 10.5.0.4-10.5.0.9 }; }; add rule inet foreign forward ip saddr @bad oifname \"up0\" drop", "verdict.refused", "ip saddr @bad oifname \"up0\" drop")]
    [InlineData("add chain inet foreign forward { policy drop; }; add rule inet foreign forward ct state established,related accept", "verdict.policy", null)]
    [InlineData("add rule inet foreign forward oifname \"br0\" ct state established drop", "verdict.answers", "oifname \"br0\" ct state established drop")]
    [InlineData("add chain inet foreign forward { policy drop; }; add rule inet foreign forward iifname \"br0\" accept", "verdict.answers-policy", null)]
    [InlineData("add rule inet foreign forward tcp dport 25 drop", "verdict.possible", "tcp dport 25 drop")]
    [InlineData("add rule inet foreign forward ip saddr 10.5.0.7 limit rate over 5/second drop", "verdict.accepted", null)]
    [InlineData("add rule inet foreign forward iifname \"br0\" accept; add rule inet foreign forward ip saddr 10.5.0.7 drop", "verdict.accepted", null)]
    [InlineData("add rule inet foreign inner return; add rule inet foreign inner drop; add rule inet foreign forward goto inner", "verdict.accepted", null)]
    [InlineData("add rule inet foreign forward ip saddr . iifname { 10.5.0.7 . \"br0\" } drop", "verdict.refused", "ip saddr . iifname { 10.5.0.7 . \"br0\" } drop")]
    [InlineData("add rule inet foreign forward meta mark 0x1 jump inner; add rule inet foreign inner accept; add rule inet foreign forward drop", "verdict.possible", "drop")]
    [InlineData("add rule inet foreign forward meta mark 0x1 jump inner; add rule inet foreign inner drop; add rule inet foreign forward ip saddr 10.5.0.7 drop", "verdict.refused", "ip saddr 10.5.0.7 drop")]
    [InlineData("add rule inet foreign forward meta nfproto ipv6 drop; add rule inet foreign forward iifname \"br0\" ip daddr != 203.0.113.0/24 drop; add rule inet foreign forward ct status dnat drop", "verdict.accepted", null)]
    public void A_rule_of_somebody_else_that_refuses_is_named(string rules, string finding, string? rule) => OwnNetwork.Run(async () =>
    {
        Build();
        Nft(Chain + rules);
        var hops = await TraceAsync(Card);
        var verdict = Assert.Single(hops, static hop => hop.Hop == "verdict");
        Assert.Equal(finding, verdict.Finding);
        if (rule is not null)
        {
            Assert.Equal(rule.TrimEnd('*'), rule.EndsWith('*') ? Fact(verdict, "rule")[..(rule.Length - 1)] : Fact(verdict, "rule"));
        }
        Assert.Equal(verdict.Status != HopStatus.Fail, hops.Any(static hop => hop.Hop == "nat"));
        if (finding != "verdict.accepted")
        {
            Assert.Equal("inet foreign", Fact(verdict, "table"));
        }
    });

    [Fact]
    public void The_kernel_counts_what_is_said_to_be_refused() => OwnNetwork.Run(async () =>
    {
        Build();
        Nft(Chain + "add rule inet foreign forward ip saddr 10.5.0.7 counter drop");
        await PassAsync();
        var verdict = (await TraceAsync(Card))[^1];
        Assert.Equal(("verdict.refused", "1", "forward"), (verdict.Finding, Fact(verdict, "packets"), Fact(verdict, "chain")));
    });

    [Fact]
    public void A_rule_of_iptables_is_read_as_far_as_nft_tells_it() => OwnNetwork.Run(async () =>
    {
        Build();
        Run("iptables", "-A FORWARD -i br0 -m conntrack --ctstate INVALID -j DROP");
        var verdict = (await TraceAsync(Card)).Single(static hop => hop.Hop == "verdict");
        Assert.Equal(("verdict.possible", "ip filter"), (verdict.Finding, Fact(verdict, "table")));
        Run("iptables", "-A FORWARD -i br0 -j REJECT");
        Assert.Equal("verdict.refused", (await TraceAsync(Card))[^1].Finding);
    });

    [Fact]
    public void Networks_that_do_not_let_each_other_in_are_told_by_their_own_rule() => OwnNetwork.Run(async () =>
    {
        Build();
        Run("ip", "link add br1 type bridge");
        Run("ip", "address add 10.7.0.1/24 dev br1");
        Run("ip", "link set br1 up");
        Rules(Nat, "<network><name>other</name><bridge name='br1'/><dns enable='no'/><ip address='10.7.0.1' prefix='24'/></network>");
        var verdict = (await TraceAsync(Card, destination: "10.7.0.9"))[^1];
        Assert.Equal(("verdict.own", "inet pando"), (verdict.Finding, Fact(verdict, "table")));
        Assert.StartsWith("counter packets 0 bytes 0 reject", Fact(verdict, "rule"), StringComparison.Ordinal);
    });

    [Fact]
    public void What_keeps_guests_from_the_host_itself_is_told() => OwnNetwork.Run(async () =>
    {
        Build();
        Nft("add table inet foreign; add chain inet foreign input { type filter hook input priority 0; }; add rule inet foreign input iifname \"br0\" drop");
        var verdict = (await TraceAsync(Card, destination: "203.0.113.1"))[^1];
        Assert.Equal(("verdict.refused", "iifname \"br0\" drop"), (verdict.Finding, Fact(verdict, "rule")));
    });

    [Fact]
    public void A_translation_that_is_gone_is_told_and_another_ones_is_named() => OwnNetwork.Run(async () =>
    {
        Build();
        Nft("flush chain inet pando postrouting");
        Assert.Equal("nat.missing", (await TraceAsync(Card))[^1].Finding);
        Nft("add table ip foreign; add chain ip foreign post { type nat hook postrouting priority 90; }; add rule ip foreign post oifname \"up0\" snat to 203.0.113.7");
        var nat = (await TraceAsync(Card)).Single(static hop => hop.Hop == "nat");
        Assert.Equal(("nat.translated", "ip foreign", "oifname \"up0\" snat to 203.0.113.7", "—"), (nat.Finding, Fact(nat, "table"), Fact(nat, "rule"), Fact(nat, "packets")));
    });

    [Fact]
    public void Where_nothing_is_translated_and_where_ports_of_the_host_lead_in_is_told() => OwnNetwork.Run(async () =>
    {
        var routed = Nat.Replace("mode='nat'", "mode='route'", StringComparison.Ordinal).Replace(
            "<name>inner</name>",
            "<name>inner</name><metadata><pando:forwards xmlns:pando='urn:pando:network'><pando:forward proto='tcp' start='8080' to='10.5.0.7' port='80'/></pando:forwards></metadata>",
            StringComparison.Ordinal);
        Build();
        Rules(routed);
        var hops = (await TraceAsync(Card, routed)).Where(static hop => hop.Hop == "nat").ToArray();
        Assert.Equal(["nat.none", "nat.inward"], hops.Select(static hop => hop.Finding));
        Assert.Equal("10.5.0.7", Fact(hops[0], "address"));
        Assert.Contains("tcp dport 8080", Fact(hops[1], "rule"), StringComparison.Ordinal);
    });

    [Fact]
    public void Firewalld_that_has_the_bridge_in_no_zone_or_another_one_is_told() => OwnNetwork.Run(async () =>
    {
        OwnFirewalld.Require();
        Build();
        using var bus = await OwnBus.StartAsync();
        using var firewalld = await OwnFirewalld.StartAsync(bus, ["env"]);
        var none = (await TraceAsync(Card, busSocket: bus.Socket))[^1];
        Assert.Equal(("zone.none", "pando"), (none.Finding, Fact(none, "wanted")));

        await firewalld.CommandAsync("--zone=public", "--change-interface=br0");
        var hops = await TraceAsync(Card, busSocket: bus.Socket);
        Assert.Equal("zone.other", hops.Single(static hop => hop.Hop == "zone").Finding);
        // The zone refuses what is forwarded, and the very rule is one of firewalld's table.
        Assert.Equal(("verdict.refused", "inet firewalld"), (hops[^1].Finding, Fact(hops[^1], "table")));

        await firewalld.CommandAsync("--permanent", "--new-zone=pando");
        await firewalld.CommandAsync("--permanent", "--zone=pando", "--set-target=ACCEPT");
        await firewalld.CommandAsync("--reload");
        await firewalld.CommandAsync("--zone=pando", "--change-interface=br0");
        hops = await TraceAsync(Card, busSocket: bus.Socket);
        Assert.Equal("zone.in", hops.Single(static hop => hop.Hop == "zone").Finding);
        Assert.Equal("nat.translated", hops.Single(static hop => hop.Hop == "nat").Finding);
    });

    private static string Fact(TraceHop hop, string name) =>
        hop.Facts.Where(fact => fact.Name == name).Select(static fact => fact.Value).FirstOrDefault()
        ?? throw new InvalidOperationException($"No {name} in {hop.Hop} {hop.Finding}: {string.Join(", ", hop.Facts)}");

    private static void Nft(string commands)
    {
        using var run = Process.Start(new ProcessStartInfo("nft", ["-f", "-"]) { RedirectStandardInput = true })!;
        run.StandardInput.Write(commands.Replace("; add ", "\nadd ", StringComparison.Ordinal) + '\n');
        run.StandardInput.Close();
        run.WaitForExit();
        Assert.Equal(0, run.ExitCode);
    }
}
