using System.Diagnostics;
using Pando.Model.Networks;
using Pando.Networks.Firewall;

namespace Pando.Networks.Tests.Firewall;

/// <summary>The table as text, compared with what was read and found right; and taken by the real nft in a namespace of its own.</summary>
public sealed class NetworkRulesetTests
{
    private const string Nat =
        "<network><name>default</name><uuid>11111111-2222-3333-4444-555555555555</uuid><forward mode='nat'/><bridge name='virbr0'/>"
        + "<ip address='192.168.122.1' netmask='255.255.255.0'/><ip family='ipv6' address='fd00:7::1' prefix='64'/></network>";

    private const string Routed =
        "<network><name>dmz</name><uuid>21111111-2222-3333-4444-555555555555</uuid><forward mode='route' dev='eth0'/><bridge name='virbr1'/>"
        + "<ip address='10.9.0.1' prefix='16'/></network>";

    private const string Isolated = "<network><name>lab</name><uuid>31111111-2222-3333-4444-555555555555</uuid><bridge name='virbr2'/></network>";

    private const string Open =
        "<network><name>open</name><uuid>41111111-2222-3333-4444-555555555555</uuid><forward mode='open'/><bridge name='virbr3'/><ip address='10.8.0.1' prefix='24'/></network>";

    private const string Ranged =
        "<network><name>ranged</name><uuid>51111111-2222-3333-4444-555555555555</uuid>"
        + "<forward mode='nat'><nat ipv6='yes'><address start='203.0.113.5' end='203.0.113.9'/><port start='2000' end='3000'/></nat></forward><bridge name='virbr4'/>"
        + "<ip address='10.7.0.1' prefix='24'/><ip family='ipv6' address='fd00:8::1' prefix='64'/></network>";

    private const string Slow =
        "<network><name>slow</name><uuid>61111111-2222-3333-4444-555555555555</uuid><forward mode='open'/><bridge name='virbr5'/><ip address='10.6.0.1' prefix='24'/>"
        + "<bandwidth><outbound average='1000'/></bandwidth></network>";

    private const string Forwarding =
        "<network><name>web</name><uuid>71111111-2222-3333-4444-555555555555</uuid><metadata><pando:forwards xmlns:pando='urn:pando:network'>"
        + "<pando:forward proto='tcp' start='8080' to='10.6.0.5' port='80'/><pando:forward proto='udp' address='203.0.113.5' start='5000' end='5002' to='10.6.0.5'/>"
        + "<pando:forward proto='tcp' start='90' end='91' to='fd00:9::5' port='190'/></pando:forwards></metadata>"
        + "<forward mode='nat'/><bridge name='virbr6'/><ip address='10.6.0.1' prefix='24'/><ip family='ipv6' address='fd00:9::1' prefix='64'/></network>";

    [Fact]
    public void Ports_of_the_host_lead_to_a_guest_from_everywhere()
    {
        var rules = Rules(Forwarding);
        Assert.Equal(2, rules.Count(static rule => rule == "ip daddr != 127.0.0.0/8 fib daddr type local tcp dport 8080 counter dnat ip to 10.6.0.5:80"));
        Assert.Contains("ip daddr 203.0.113.5 udp dport 5000-5002 counter dnat ip to 10.6.0.5", rules);
        Assert.Contains("ip6 daddr != ::1 fib daddr type local tcp dport 90-91 counter dnat ip6 to [fd00:9::5]:tcp dport map { 90 : 190, 91 : 191 }", rules);
        Assert.Contains("ct status dnat ip daddr 10.6.0.5 tcp dport 80 accept", rules);
        Assert.Contains("ct status dnat ip saddr 10.6.0.0/24 ip daddr 10.6.0.5 masquerade", rules);
    }

    [Fact]
    public void Nothing_of_the_table_stays_without_a_network() =>
        Assert.Equal("add table inet pando\ndelete table inet pando\n", NetworkRuleset.Of([]));

    [Fact]
    public void An_open_network_has_no_rules() => Assert.Equal(NetworkRuleset.Of([]), Of(Open));

    [Fact]
    public void Guests_behind_translation_are_reached_only_by_answers()
    {
        var rules = Rules(Nat);
        Assert.Contains("ip daddr 192.168.122.0/24 ct state established,related counter accept", rules);
        Assert.Contains("ip saddr 192.168.122.0/24 ip daddr != 192.168.122.0/24 counter masquerade", rules);
        // IPv6 is routed unless its translation is asked for.
        Assert.Contains("ip6 daddr fd00:7::/64 counter accept", rules);
        Assert.DoesNotContain(rules, static rule => rule.Contains("ip6", StringComparison.Ordinal) && rule.Contains("masquerade", StringComparison.Ordinal));
    }

    [Fact]
    public void Guests_together_are_as_fast_outwards_as_their_network_says()
    {
        var rules = Rules(Slow);
        Assert.Contains("limit out_61111111222233334444555555555555 { rate over 1000 kbytes/second burst 250 kbytes }", rules);
        Assert.Contains("iifname \"virbr5\" oifname != \"virbr5\" limit name \"out_61111111222233334444555555555555\" drop", rules);
        Assert.Contains("iifname \"virbr5\" limit name \"out_61111111222233334444555555555555\" drop", rules);
        Assert.DoesNotContain(rules, static rule => rule.Contains("reject", StringComparison.Ordinal));
        // A burst is never less than a large packet.
        Assert.Contains("burst 64 kbytes", Of(Slow.Replace("average='1000'", "average='1000' burst='3'", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_route_goes_through_its_card_only_and_translates_nothing()
    {
        var rules = Rules(Routed);
        Assert.Contains("oifname \"eth0\" ip saddr 10.9.0.0/16 counter return", rules);
        Assert.Contains("iifname \"eth0\" ip daddr 10.9.0.0/16 counter accept", rules);
        Assert.DoesNotContain(rules, static rule => rule.Contains("masquerade", StringComparison.Ordinal));
    }

    [Fact]
    public void An_isolated_network_lets_nothing_in_or_out_but_between_its_guests()
    {
        var rules = Rules(Isolated);
        Assert.Contains("iifname \"virbr2\" oifname \"virbr2\" accept", rules);
        Assert.Equal(2, rules.Count(static rule => rule == "counter reject with icmpx type admin-prohibited"));
        Assert.DoesNotContain(rules, static rule => rule.Contains("addr", StringComparison.Ordinal));
    }

    [Fact]
    public void A_range_of_addresses_and_ports_is_used()
    {
        var rules = Rules(Ranged);
        Assert.Contains("ip saddr 10.7.0.0/24 ip daddr != 10.7.0.0/24 meta l4proto { tcp, udp } counter snat ip to 203.0.113.5-203.0.113.9:2000-3000", rules);
        Assert.Contains("ip6 saddr fd00:8::/64 ip6 daddr != fd00:8::/64 counter masquerade", rules);
    }

    [Fact]
    public void A_name_that_would_end_its_quotation_is_refused() =>
        Assert.Throws<ArgumentException>(() => Of(Isolated.Replace("virbr2", "a&quot;b", StringComparison.Ordinal)));

    [Fact]
    public async Task The_real_nft_takes_all_of_it_and_takes_it_away_again()
    {
        TestNamespaces.OwnNetwork.Require();
        Assert.Equal(string.Empty, await NftAsync(Of(Nat, Slow, Routed, Isolated, Open, Ranged, Forwarding) + NetworkRuleset.Of([])));
    }

    private static string[] Rules(string xml) => [.. Of(xml).Split('\n').Select(static line => line.Trim())];

    private static string Of(params string[] networks) => NetworkRuleset.Of(networks.Select(static xml => KnownNetworks.Active(xml).Live!));

    private static async Task<string> NftAsync(string ruleset)
    {
        var start = new ProcessStartInfo("unshare", ["--net", "nft", "-f", "-"]) { RedirectStandardInput = true, RedirectStandardError = true };
        using var nft = Process.Start(start)!;
        await nft.StandardInput.WriteAsync(ruleset);
        nft.StandardInput.Close();
        var words = await nft.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await nft.WaitForExitAsync(TestContext.Current.CancellationToken);
        return nft.ExitCode == 0 ? words : $"{nft.ExitCode}: {words}";
    }
}
