using Pando.Model.Domains.Devices;
using Pando.Model.NetworkFilters;

namespace Pando.Networks.Filters.Compiling;

/// <summary>
/// Keeps a guest to its own lease. A DHCP server believes the hardware address inside a message (chaddr, RFC 2131 section 2), not the one
/// of the frame: who writes another's there can give back its lease, which no attribute of a filter's rule looks at.
/// </summary>
internal static class LeaseGuard
{
    // Behind the eight bytes of UDP's header.
    private const string HardwareAddress = "@th,288,48";

    // Before anything that a filter can say, whose numbers begin at -1000.
    private const int Priority = -1001;

    /// <summary>The rules on what comes from the guest. What is in pieces cannot be read, and nobody asks for an address in pieces.</summary>
    public static IEnumerable<ChainRule> Of(MacAddress mac)
    {
        yield return Rule("ip frag-off & 0x3fff != 0 counter drop");
        yield return Rule($"{HardwareAddress} != 0x{mac.Value:x12} counter drop");
    }

    private static ChainRule Rule(string text) => new(FilterChains.Root, 0, Priority, "ether type ip udp dport 67 " + text);
}
