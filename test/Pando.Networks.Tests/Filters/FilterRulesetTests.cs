using System.Diagnostics;
using System.Runtime.CompilerServices;
using Pando.Model.Errors;
using Pando.Networks.Filters.Compiling;

namespace Pando.Networks.Tests.Filters;

/// <summary>The table as text, compared with what was read and found right; and taken by the real nft in a namespace of its own.</summary>
public sealed class FilterRulesetTests
{
    private static readonly (string, string)[] Parameters =
        [("IP", "192.168.122.10"), ("IPV6", "fd00::10"), ("DHCPSERVER", "192.168.122.1"), ("GATEWAY_MAC", "52:54:00:aa:aa:aa")];

    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(ThisFile())!, "Golden");

    // Every attribute of every protocol that stands in a chain.
    private const string Frames =
        """
        <filter name='own'>
          <rule action='drop' direction='out'><mac srcmacaddr='$MAC' srcmacmask='ff:ff:ff:00:00:00' dstmacaddr='ff:ff:ff:ff:ff:ff' protocolid='0x88cc'/></rule>
          <rule action='drop' direction='out'><mac match='no' dstmacaddr='01:00:00:00:00:00' dstmacmask='01:00:00:00:00:00' protocolid='ipv4'/></rule>
          <rule action='accept' direction='inout'><vlan vlanid='7' encap-protocol='arp' srcmacaddr='$MAC'/></rule>
          <rule action='drop' direction='out'><stp srcmacaddr='$MAC' type='0' flags='0x1' root-priority='3' root-priority-hi='9' root-address='52:54:00:00:00:00' root-address-mask='ff:ff:ff:00:00:00'
            root-cost='4' root-cost-hi='70000' sender-priority='1' sender-address='52:54:00:00:00:01' port='1' port-hi='2' age='1' max-age='20' hello-time='2' forward-delay='15' forward-delay-hi='20'/></rule>
          <rule action='return' direction='inout'><arp hwtype='1' protocoltype='0x800' opcode='Reply' arpsrcmacaddr='$MAC' arpsrcipaddr='$IP' arpdstmacaddr='52:54:00:00:00:02' arpdstipaddr='10.0.0.0' arpdstipmask='8'/></rule>
          <rule action='drop' direction='in'><rarp match='no' hwtype='1' protocoltype='0x800' opcode='4' arpsrcmacaddr='$MAC' arpsrcipaddr='10.0.0.0' arpsrcipmask='24' arpdstmacaddr='$MAC' arpdstipaddr='10.0.0.1'/></rule>
          <rule action='reject' direction='in'><ip srcipaddr='10.0.0.0' srcipmask='255.255.0.0' dstipaddr='$IP' protocol='tcp' srcportstart='1024' srcportend='65535' dstportstart='22' dscp='0x3'/></rule>
          <rule action='drop' direction='out'><ip match='no' srcipaddr='$IP' srcipmask='32'/></rule>
          <rule action='drop' direction='out'><ip match='no' srcipaddr='0.0.0.0' srcipmask='0'/></rule>
          <rule action='accept' direction='in'><ipv6 srcipaddr='fe80::' srcipmask='10' dstipaddr='$IPV6' protocol='icmpv6' type='128' typeend='129' code='0' codeend='3'/></rule>
          <rule action='accept' direction='out'><ipv6 protocol='udp' srcportstart='546' dstportstart='547'/></rule>
          <rule action='continue' direction='out'/>
        </filter>
        """;

    private const string Transports =
        """
        <filter name='own' chain='ipv4'>
          <rule action='accept' direction='in' statematch='false' priority='100'><tcp srcmacaddr='52:54:00:00:00:02' srcipaddr='10.0.0.0' srcipmask='8' dstipfrom='10.0.0.1' dstipto='10.0.0.9' dstportstart='80' dstportend='81' flags='SYN,ACK/SYN' dscp='4'/></rule>
          <rule action='accept' direction='out' statematch='0'><tcp option='3'/></rule>
          <rule action='drop' direction='inout'><udp match='no' srcportstart='53' dstipaddr='$IP'/></rule>
          <rule action='drop' direction='out'><icmp type='8' code='0'/></rule>
          <rule action='drop' direction='out'><igmp/></rule>
          <rule action='drop' direction='out'><esp/></rule>
          <rule action='drop' direction='out'><ah/></rule>
          <rule action='drop' direction='out'><sctp dstportstart='5'/></rule>
          <rule action='drop' direction='out'><udplite/></rule>
          <rule action='drop' direction='out'><tcp-ipv6 srcipfrom='fd00::1' srcipto='fd00::9' flags='ALL/NONE'/></rule>
          <rule action='drop' direction='out'><udp-ipv6 dstipaddr='$IPV6' dstportstart='53'/></rule>
          <rule action='drop' direction='in'><icmpv6 type='135'/></rule>
          <rule action='drop' direction='in'><sctp-ipv6/></rule>
          <rule action='drop' direction='in'><esp-ipv6/></rule>
          <rule action='drop' direction='in'><ah-ipv6/></rule>
          <rule action='drop' direction='in'><udplite-ipv6/></rule>
          <rule action='drop' direction='inout' priority='1000'><all/></rule>
          <rule action='drop' direction='inout' priority='1000'><all-ipv6/></rule>
        </filter>
        """;

    private const string Tracking =
        """
        <filter name='own'>
          <rule action='accept' direction='in'><tcp dstportstart='22'/></rule>
          <rule action='accept' direction='out'><udp dstipaddr='$IP'/></rule>
          <rule action='accept' direction='inout'><icmp/></rule>
          <rule action='drop' direction='in'><tcp state='NEW,INVALID'/></rule>
          <rule action='drop' direction='in'><tcp dstportstart='22' connlimit-above='3'/></rule>
          <rule action='drop' direction='out'><all match='no' state='NEW' connlimit-above='20'/></rule>
          <rule action='drop' direction='inout' priority='1000'><all/></rule>
        </filter>
        """;

    [Fact]
    public void Nothing_of_the_table_stays_without_an_interface() => Assert.Equal("add table bridge pando\ndelete table bridge pando\n", FilterRuleset.Of([]));

    [Theory]
    [InlineData("clean-traffic", "")]
    [InlineData("frames", Frames)]
    [InlineData("transports", Transports)]
    [InlineData("tracking", Tracking)]
    public void The_table_is_as_it_was_found_right(string name, string own)
    {
        var ruleset = own.Length == 0
            ? new KnownFilters().Ruleset(KnownFilters.Card(name, 7, Parameters), KnownFilters.Card(name, 8, ("IP", "192.168.122.11")))
            : new KnownFilters(own).Ruleset(KnownFilters.Card("own", 7, Parameters));
        var golden = Path.Combine(Folder, name + ".nft");
        if (Environment.GetEnvironmentVariable("PANDO_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(golden, ruleset);
        }
        Assert.Equal(File.ReadAllText(golden), ruleset);
    }

    [Fact]
    public async Task The_real_nft_takes_all_of_it_and_takes_it_away_again()
    {
        TestNamespaces.OwnNetwork.Require();
        var known = new KnownFilters();
        var usual = known.Names.Where(static name => name != "allow-dhcpv6-server").Select((name, number) => KnownFilters.Card(name, number + 1, Parameters));
        var six = KnownFilters.Card("allow-dhcpv6-server", 100, ("DHCPSERVER", "fd00::1"));
        Assert.Equal(string.Empty, await NftAsync(known.Ruleset([.. usual, six]) + FilterRuleset.Of([])));
        foreach (var own in new[] { Frames, Transports })
        {
            Assert.Equal(string.Empty, await NftAsync(new KnownFilters(own).Ruleset(KnownFilters.Card("own", 7, Parameters))));
        }
        Assert.Equal(string.Empty, await NftAsync(FilterRuleset.Of([(KnownFilters.Card("gone"), null)])));
    }

    [Fact]
    public async Task An_interface_that_is_added_is_in_the_table_as_if_all_had_been_written()
    {
        TestNamespaces.OwnNetwork.Require();
        var known = new KnownFilters();
        var (first, second) = (KnownFilters.Card("clean-traffic", 7, Parameters), KnownFilters.Card("clean-traffic", 8, ("IP", "192.168.122.11")));
        var addition = FilterRuleset.Addition(second, known.Rules(second));
        using var host = TestNamespaces.NamedNetwork.Make();
        Assert.Equal(string.Empty, await NftAsync(known.Ruleset(first, second), host));
        var whole = await NftAsync("list table bridge pando", host);
        // What is there already is refused, and so is what has nothing to be added to: then all is written.
        Assert.Contains("File exists", await NftAsync(addition, host), StringComparison.Ordinal);
        Assert.Equal(string.Empty, await NftAsync(FilterRuleset.Of([]), host));
        Assert.Contains("No such file", await NftAsync(addition, host), StringComparison.Ordinal);

        Assert.Equal(string.Empty, await NftAsync(known.Ruleset(first), host));
        Assert.Equal(string.Empty, await NftAsync(addition, host));
        Assert.Equal(Words(whole), Words(await NftAsync("list table bridge pando", host)));
    }

    [Fact]
    public async Task Five_hundred_machines_are_one_transaction()
    {
        TestNamespaces.OwnNetwork.Require();
        var cards = Enumerable.Range(1, 500).Select(static number => KnownFilters.Card("clean-traffic", number, ("IP", $"10.1.{number / 250}.{(number % 250) + 1}"))).ToArray();
        Assert.Equal(string.Empty, await NftAsync(new KnownFilters().Ruleset(cards)));
    }

    [Fact]
    public void A_chains_turn_is_by_its_number_before_rules_of_the_same()
    {
        var known = new KnownFilters(
            "<filter name='a' chain='ipv4-late' priority='300'><rule action='drop' direction='out' priority='-1000'/></filter>",
            "<filter name='b' chain='arp-early' priority='-900'><rule action='drop' direction='out' priority='2'/><rule action='accept' direction='out' priority='1'/></filter>",
            "<filter name='own'><filterref filter='a'/><rule action='accept' direction='out' priority='300'/><rule action='accept' direction='out' priority='-900'><mac/></rule><filterref filter='b'/></filter>");
        var lines = known.Ruleset(KnownFilters.Card("own")).Split('\n', StringSplitOptions.TrimEntries);
        var root = Array.IndexOf(lines, "chain out/7/root {");
        Assert.Equal(["ether type arp jump out/7/arp-early", "accept", "ether type ip jump out/7/ipv4-late", "accept", "}"], lines[(root + 1)..(root + 6)]);
        var early = Array.IndexOf(lines, "chain out/7/arp-early {");
        Assert.Equal(["accept", "counter drop"], lines[(early + 1)..(early + 3)]);
    }

    [Fact]
    public void What_is_said_outside_is_stronger_than_what_a_filter_is_taken_in_with()
    {
        var known = new KnownFilters(
            "<filter name='inner'><rule action='accept' direction='out'><ip srcipaddr='$A' dstipaddr='$B'/></rule></filter>",
            "<filter name='own'><filterref filter='inner'><parameter name='A' value='10.0.0.1'/><parameter name='B' value='10.0.0.2'/></filterref></filter>");
        Assert.Contains("ip saddr 10.9.9.9 ip daddr 10.0.0.2 accept", known.Ruleset(KnownFilters.Card("own", 7, ("A", "10.9.9.9"))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$A", "$B", 2)]
    [InlineData("$A", "$B[@1]", 4)]
    [InlineData("$A[1]", "$B", 2)]
    [InlineData("$A[@2]", "$A[@2]", 2)]
    public void Lists_are_walked_through_together_or_through_each_other(string source, string target, int rules)
    {
        var known = new KnownFilters($"<filter name='own'><rule action='drop' direction='in'><ip srcipaddr='{source}' dstipaddr='{target}'/></rule></filter>");
        Assert.Equal(rules, known.Rules(KnownFilters.Card("own", 7, ("A", "10.0.0.1"), ("A", "10.0.0.2"), ("B", "10.0.1.1"), ("B", "10.0.1.2"))).In.Count);
    }

    [Theory]
    [InlineData("missing", "", "nwfilter.not-found")]
    [InlineData("own", "<filterref filter='nowhere'/>", "nwfilter.reference-missing")]
    [InlineData("own", "<filterref filter='own'/>", "nwfilter.loop")]
    [InlineData("own", "<rule action='drop' direction='in'><ip srcipaddr='$NOBODY'/></rule>", "nwfilter.variable-missing")]
    [InlineData("own", "<rule action='drop' direction='in'><ip srcipaddr='$A[3]'/></rule>", "nwfilter.variable-missing")]
    [InlineData("own", "<rule action='drop' direction='in'><mac srcmacaddr='$A'/></rule>", "nwfilter.variable-bad")]
    [InlineData("own", "<rule action='drop' direction='in'><ip srcipaddr='$A' dstipaddr='$C'/></rule>", "nwfilter.lists-differ")]
    [InlineData("own", "<rule action='drop' direction='in'><arp gratuitous='yes'/></rule>", "nwfilter.not-offered")]
    [InlineData("own", "<rule action='drop' direction='in'><tcp ipset='web' ipsetflags='src'/></rule>", "nwfilter.not-offered")]
    public void What_cannot_be_carried_out_is_refused(string filter, string entries, string code)
    {
        var known = new KnownFilters($"<filter name='own'>{entries}</filter>");
        var card = KnownFilters.Card(filter, 7, ("A", "10.0.0.1"), ("C", "10.0.0.1"), ("C", "10.0.0.2"));
        Assert.Equal(code, Assert.Throws<CallerException>(() => known.Rules(card)).Code.Name);
    }

    [Theory]
    [InlineData("<rule action='accept' direction='out'><udp-ipv6 connlimit-above='5'/></rule>", "out", "ether type ip6 meta l4proto 17 meter count_7_1 size 65535 { ip6 saddr ct count over 5 } accept")]
    [InlineData("<rule action='drop' direction='inout'><all connlimit-above='2'/></rule>", "in", "ether type ip meter count_7_1 size 65535 { ip saddr ct count over 2 } counter drop")]
    public void Connections_of_each_sender_are_counted_one_way_and_not_followed(string rule, string way, string expected)
    {
        var rules = new KnownFilters($"<filter name='own'>{rule}</filter>").Rules(KnownFilters.Card("own"));
        Assert.Equal(("own", null), (rules.Counts, rules.Follows));
        Assert.Equal(expected, Assert.Single(way == "in" ? rules.TransportIn : rules.TransportOut).Text);
        Assert.Empty(way == "in" ? rules.TransportOut : rules.TransportIn);
    }

    [Fact]
    public void Filters_that_multiply_each_other_are_refused_in_a_moment()
    {
        var doubling = Enumerable.Range(1, 60).Select(static step => $"<filter name='f{step}'><filterref filter='f{step - 1}'/><filterref filter='f{step - 1}'/></filter>");
        var known = new KnownFilters(["<filter name='f0'/>", .. doubling, "<filter name='wide'><rule action='drop' direction='in'><ip srcipaddr='$A' dstipaddr='$B[@1]' dstportstart='$C[@2]' protocol='tcp'/></rule></filter>"]);
        Assert.Equal("nwfilter.too-large", Assert.Throws<CallerException>(() => known.Rules(KnownFilters.Card("f60"))).Code.Name);
        var many = Enumerable.Range(1, 250).SelectMany(static one => new[] { ("A", $"10.0.0.{one}"), ("B", $"10.0.1.{one}"), ("C", $"{one}") }).ToArray();
        Assert.Equal("nwfilter.too-large", Assert.Throws<CallerException>(() => known.Rules(KnownFilters.Card("wide", 7, many))).Code.Name);
    }

    [Fact]
    public void A_loop_is_told_as_the_way_round_it()
    {
        var known = new KnownFilters(
            "<filter name='a'><filterref filter='b'/></filter>", "<filter name='b'><filterref filter='c'/></filter>", "<filter name='c'><filterref filter='b'/></filter>");
        var refused = Assert.Throws<CallerException>(() => FilterTree.RefuseLoop(known.Find("a")!, known.Find));
        Assert.Contains(refused.Facts, static fact => fact is { Name: "path", Value: "b → c → b" });
    }

    [Fact]
    public void Connections_are_followed_only_where_a_rule_asks_for_it()
    {
        Assert.Null(new KnownFilters(Transports).Rules(KnownFilters.Card("own", 7, Parameters)).Follows);
        Assert.Equal("own", new KnownFilters(Tracking).Rules(KnownFilters.Card("own", 7, Parameters)).Follows);
    }

    // In whatever order.
    private static string[] Words(string rules) => [.. rules.Split((char[])['\n', '\t', ' ', ','], StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];

    private static async Task<string> NftAsync(string ruleset, TestNamespaces.NamedNetwork? host = null)
    {
        var start = host is null ? new ProcessStartInfo("unshare", ["--net", "nft", "-f", "-"]) : new ProcessStartInfo("ip", ["netns", "exec", host.Name, "nft", "-f", "-"]);
        (start.RedirectStandardInput, start.RedirectStandardError, start.RedirectStandardOutput) = (true, true, true);
        using var nft = Process.Start(start)!;
        await nft.StandardInput.WriteAsync(ruleset);
        nft.StandardInput.Close();
        var printed = nft.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var words = await nft.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken) + await printed;
        await nft.WaitForExitAsync(TestContext.Current.CancellationToken);
        return nft.ExitCode == 0 ? words : $"{nft.ExitCode}: {words}";
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
