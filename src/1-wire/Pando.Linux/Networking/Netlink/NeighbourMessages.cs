using System.Buffers.Binary;

namespace Pando.Linux.Networking.Netlink;

/// <summary>The form of messages about neighbours, which a bridge's table is told in, too (linux/neighbour.h).</summary>
internal static class NeighbourMessages
{
    public const ushort NewNeighbour = 28;
    public const ushort DeleteNeighbour = 29;
    public const ushort GetNeighbour = 30;
    public const ushort Destination = 1;
    public const ushort LinkAddress = 2;
    public const ushort CacheInfo = 3;
    public const int NeighbourBytes = 12;

    // struct nda_cacheinfo: confirmed, used, updated, references.
    public const int Confirmed = 0;
    public const int Updated = 8;

    private const int Centiseconds = 100;

    /// <summary>How long ago something became of a neighbour; null where the kernel does not say.</summary>
    public static TimeSpan? Age(NetlinkAttributes attributes, int what) =>
        attributes.Bytes(CacheInfo) is { Length: >= 12 } times ? TimeSpan.FromSeconds(BinaryPrimitives.ReadUInt32LittleEndian(times.AsSpan(what)) / (double)Centiseconds) : null;
}
