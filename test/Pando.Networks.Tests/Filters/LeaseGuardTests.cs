using System.Diagnostics;
using System.Globalization;
using Pando.Model.Domains.Devices;
using Pando.Networks.Filters;
using Pando.Networks.Filters.Compiling;
using Pando.TestNamespaces;

namespace Pando.Networks.Tests.Filters;

/// <summary>What a guest says to a DHCP server in another's name, in real packets through a real bridge.</summary>
public sealed class LeaseGuardTests : IDisposable
{
    private const int Index = 7;
    private static readonly MacAddress Own = MacAddress.WithQemuPrefix(Index);
    private static readonly MacAddress Other = MacAddress.WithQemuPrefix(8);

    private readonly NamedNetwork _host = NamedNetwork.Make();
    private readonly NamedNetwork _guest = NamedNetwork.Make();

    public void Dispose()
    {
        _host.Dispose();
        _guest.Dispose();
    }

    [Fact]
    public async Task A_guest_speaks_to_the_server_for_itself_only()
    {
        _host.Ip("link", "add", "virbr7", "type", "bridge");
        _host.Ip("link", "add", "vnet7", "type", "veth", "peer", "name", "eth0", "netns", _guest.Name);
        _host.Ip("link", "set", "vnet7", "master", "virbr7", "up");
        _host.Ip("address", "add", "10.9.0.1/24", "dev", "virbr7");
        _host.Ip("link", "set", "virbr7", "up");
        _guest.Ip("link", "set", "eth0", "address", Own.ToString(), "up");
        _guest.Ip("address", "add", "10.9.0.2/24", "dev", "eth0");
        await RulesAsync(isServed: true);

        await SayAsync(Message(Own));
        await AssertSeenAsync(passed: 1, dropped: 0);
        await SayAsync(Message(Other));
        await AssertSeenAsync(passed: 1, dropped: 1);
        // In pieces nobody could tell whose name it is in.
        await SayAsync([.. Message(Own), .. new byte[3000]]);
        await AssertSeenAsync(passed: 1, dropped: 2);

        // Where another gives the addresses, that other has to know.
        await RulesAsync(isServed: false);
        await SayAsync(Message(Other));
        await AssertSeenAsync(passed: 1, dropped: 0);
    }

    [Fact]
    public void A_guest_that_may_be_many_may_ask_for_many()
    {
        var known = new KnownFilters();
        Assert.DoesNotContain(known.Rules(KnownFilters.Card("allow-dhcp"), isServed: true).Out, static rule => rule.Text.Contains("@th", StringComparison.Ordinal));
        Assert.Contains(known.Rules(KnownFilters.Card("clean-traffic", Index, ("IP", "10.9.0.2")), isServed: true).Out, static rule => rule.Text.Contains("@th", StringComparison.Ordinal));
    }

    // A message as RFC 2131 has it, up to the hardware address. There is no end of a line in it: the shell would send it in two.
    private static byte[] Message(MacAddress chaddr) =>
        [1, 1, 6, 0, 1, 2, 3, 4, 0, 0, 0, 0, .. new byte[16], .. Convert.FromHexString(chaddr.Value.ToString("x12", CultureInfo.InvariantCulture)), .. new byte[202]];

    private async Task RulesAsync(bool isServed)
    {
        var card = KnownFilters.Card("no-mac-spoofing", Index);
        var counting = """
            add table ip seen
            delete table ip seen
            table ip seen {
              chain input {
                type filter hook input priority 0
                udp dport 67 counter drop
              }
            }

            """;
        await RunAsync(["nft", "-f", "-"], counting + FilterRuleset.Of([(card, new KnownFilters().Rules(card, isServed))]), _host);
    }

    private Task SayAsync(byte[] message) => RunAsync(
        ["bash", "-c", $"printf '{string.Concat(message.Select(static one => $"\\x{one:x2}"))}' >/dev/udp/10.9.0.1/67"], string.Empty, _guest);

    private async Task AssertSeenAsync(int passed, int dropped)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        var wanted = (passed, dropped);
        (int, int) seen = default;
        while (seen != wanted && !limit.IsCancellationRequested)
        {
            seen = (Packets(await RunAsync(["nft", "list", "table", "ip", "seen"], string.Empty, _host)), Packets(await RunAsync(["nft", "list", "table", "bridge", "pando"], string.Empty, _host)));
        }
        Assert.Equal(wanted, seen);
    }

    private static int Packets(string rules) =>
        rules.Split('\n').Where(static line => line.Contains("dport 67", StringComparison.Ordinal) && line.Contains("counter packets ", StringComparison.Ordinal))
            .Sum(static line => int.Parse(line.Split("counter packets ")[1].Split(' ')[0], CultureInfo.InvariantCulture));

    private static async Task<string> RunAsync(string[] command, string input, NamedNetwork network)
    {
        var start = new ProcessStartInfo("ip", ["netns", "exec", network.Name, .. command]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{command[0]}: {error}");
        return await output;
    }
}
