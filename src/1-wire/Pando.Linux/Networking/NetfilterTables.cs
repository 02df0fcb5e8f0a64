using System.Buffers.Binary;
using System.Text;
using Pando.Linux.Networking.Netlink;

namespace Pando.Linux.Networking;

/// <summary>The tables of nftables in the network namespace that the calling thread is in (linux/netfilter/nf_tables.h).</summary>
public static class NetfilterTables
{
    // NFNL_SUBSYS_NFTABLES in the upper half, NFT_MSG_GETTABLE in the lower.
    private const ushort GetTable = (10 << 8) | 1;
    private const ushort GetChain = (10 << 8) | 4;
    private const ushort GetRule = (10 << 8) | 7;
    private const ushort Name = 1;
    private const ushort RuleChain = 2;
    private const ushort ChainName = 3;
    private const ushort Expressions = 4;
    private const ushort ListElement = 1;
    private const ushort ExpressionName = 1;
    private const ushort ExpressionData = 2;
    private const ushort CountedPackets = 2;
    // struct nfgenmsg.
    private const int GeneralBytes = 4;
    private const byte Inet = 1;
    private const byte Bridge = 7;
    private const byte Ip = 2;
    private const byte Ip6 = 10;

    /// <summary>Whether there is a table of that name in the family <c>inet</c>.</summary>
    /// <exception cref="SyscallException">The kernel has no nftables, or does not let this process see them.</exception>
    public static bool Has(string table) => Has(table, Inet);

    /// <summary>Whether there is a table of that name in the family <c>bridge</c>.</summary>
    /// <exception cref="SyscallException">The kernel has no nftables, or does not let this process see them.</exception>
    public static bool HasBridge(string table) => Has(table, Bridge);

    /// <summary>
    /// Whether a chain in a table of IPv4 (or IPv6), such as those that iptables(8) makes, has rules that name a device; null where there is no such
    /// chain.
    /// </summary>
    /// <exception cref="SyscallException">The kernel has no nftables, or does not let this process see them.</exception>
    public static bool? NamesDevice(string table, string chain, string device, bool ipv6)
    {
        byte[] part = [ipv6 ? Ip6 : Ip, 0, 0, 0];
        using var kernel = NetlinkSocket.Open(Libc.NETLINK_NETFILTER);
        try
        {
            kernel.Ask(new NetlinkRequest(GetChain, 0, part).Add(Name, table).Add(ChainName, chain), chain);
        }
        catch (SyscallException e) when (e.Errno == Errno.ENOENT)
        {
            return null;
        }

        // A rule compares the whole of a device's name, with its NUL.
        byte[] name = [.. Encoding.UTF8.GetBytes(device), 0];
        return kernel.Ask(new NetlinkRequest(GetRule, NetlinkFlags.Dump, part).Add(Name, table).Add(RuleChain, chain), chain)
            .Any(rule => rule.AsSpan().IndexOf(name) >= 0);
    }

    /// <summary>How many packets the counters (nft(8), <c>counter</c>) in the rules of each chain have seen, in a table of the family <c>bridge</c>.</summary>
    /// <exception cref="SyscallException">The kernel has no nftables, or does not let this process see them.</exception>
    public static IReadOnlyDictionary<string, long> CountedInBridge(string table)
    {
        using var kernel = NetlinkSocket.Open(Libc.NETLINK_NETFILTER);
        var counted = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (byte[] answer in kernel.Ask(new NetlinkRequest(GetRule, NetlinkFlags.Dump, [Bridge, 0, 0, 0]).Add(Name, table), table))
        {
            var rule = new NetlinkAttributes(answer.AsSpan(GeneralBytes));
            if (rule.Text(RuleChain) is { } chain && rule.Text(Name) == table)
            {
                counted[chain] = counted.GetValueOrDefault(chain) + (rule.Nested(Expressions)?.Each(ListElement) ?? []).Sum(static one => Packets(new NetlinkAttributes(one)));
            }
        }

        return counted;
    }

    private static long Packets(NetlinkAttributes expression) =>
        expression.Text(ExpressionName) == "counter" && expression.Nested(ExpressionData)?.Bytes(CountedPackets) is { Length: 8 } packets ? BinaryPrimitives.ReadInt64BigEndian(packets) : 0;

    private static bool Has(string table, byte family)
    {
        using var kernel = NetlinkSocket.Open(Libc.NETLINK_NETFILTER);
        try
        {
            // struct nfgenmsg: family, version, number of a resource.
            return kernel.Ask(new NetlinkRequest(GetTable, 0, [family, 0, 0, 0]).Add(Name, table), table).Count > 0;
        }
        catch (SyscallException e) when (e.Errno == Errno.ENOENT)
        {
            return false;
        }
    }
}
