using Pando.Linux.Networking.Netlink;

namespace Pando.Linux.Networking;

/// <summary>The tables of nftables in the network namespace that the calling thread is in (linux/netfilter/nf_tables.h).</summary>
public static class NetfilterTables
{
    // NFNL_SUBSYS_NFTABLES in the upper half, NFT_MSG_GETTABLE in the lower.
    private const ushort GetTable = (10 << 8) | 1;
    private const ushort Name = 1;
    private const byte Inet = 1;
    private const byte Bridge = 7;

    /// <summary>Whether there is a table of that name in the family <c>inet</c>.</summary>
    /// <exception cref="SyscallException">The kernel has no nftables, or does not let this process see them.</exception>
    public static bool Has(string table) => Has(table, Inet);

    /// <summary>Whether there is a table of that name in the family <c>bridge</c>.</summary>
    /// <exception cref="SyscallException">The kernel has no nftables, or does not let this process see them.</exception>
    public static bool HasBridge(string table) => Has(table, Bridge);

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
