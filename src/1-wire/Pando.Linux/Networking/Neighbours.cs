using System.Buffers.Binary;
using System.Net;
using Pando.Linux.Networking.Netlink;
using static Pando.Linux.Networking.Netlink.NeighbourMessages;

namespace Pando.Linux.Networking;

/// <summary>A neighbour that the host has spoken with: an address and the card that answered for it (ARP, neighbour discovery).</summary>
/// <param name="Address">The address.</param>
/// <param name="Mac">The card, in 48 bits.</param>
/// <param name="Device">The number of the host's device that it is behind.</param>
/// <param name="Confirmed">How long ago it was last known to be there; null where the kernel does not say.</param>
public sealed record Neighbour(IPAddress Address, long Mac, int Device, TimeSpan? Confirmed);

/// <summary>The neighbours in the network namespace that the calling thread is in (rtnetlink(7), linux/neighbour.h).</summary>
public static class Neighbours
{
    // Reachable, stale, delayed, probed, permanent: all others have not answered, or never would.
    private const ushort Answered = 0x02 | 0x04 | 0x08 | 0x10 | 0x80;

    /// <summary>Those of both families that have answered.</summary>
    /// <exception cref="SyscallException">The kernel says no.</exception>
    public static IReadOnlyList<Neighbour> All()
    {
        using var kernel = NetlinkSocket.Open(Libc.NETLINK_ROUTE);
        return [.. Of(kernel, 2), .. Of(kernel, 10)];
    }

    private static IEnumerable<Neighbour> Of(NetlinkSocket kernel, byte family)
    {
        byte[] part = new byte[NeighbourBytes];
        part[0] = family;
        foreach (byte[] answer in kernel.Ask(new NetlinkRequest(GetNeighbour, NetlinkFlags.Dump, part), "neighbours"))
        {
            // struct ndmsg: the index at 4, the state at 8.
            ushort state = BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(8));
            if (answer[0] != family || (state & Answered) == 0)
            {
                continue;
            }

            var attributes = new NetlinkAttributes(answer.AsSpan(NeighbourBytes));
            if (attributes.Bytes(Destination) is { Length: 4 or 16 } address && NetworkLinks.Mac(attributes.Bytes(LinkAddress)) is { } mac)
            {
                yield return new Neighbour(
                    new IPAddress(address), mac, BinaryPrimitives.ReadInt32LittleEndian(answer.AsSpan(4)),
                    Age(attributes, NeighbourMessages.Confirmed));
            }
        }
    }
}
