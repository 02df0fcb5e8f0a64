using System.Buffers.Binary;
using Pando.Linux.Networking.Netlink;
using static Pando.Linux.Networking.Netlink.BridgePortAttributes;
using static Pando.Linux.Networking.Netlink.LinkMessages;
using static Pando.Linux.Networking.Netlink.NeighbourMessages;

namespace Pando.Linux.Networking;

/// <summary>The ports of a bridge and its table of addresses (rtnetlink(7), bridge(8)), in the network namespace of the calling thread.</summary>
public sealed class BridgeTables : IDisposable
{
    private const ushort Vlan = 5;
    private const ushort Master = 9;
    private const ushort Permanent = 0x80;
    private const ushort NoArp = 0x40;
    private const byte ToMaster = 0x04;
    private const byte Sticky = 0x40;

    private readonly NetlinkSocket _kernel;

    private BridgeTables(NetlinkSocket kernel) => _kernel = kernel;

    /// <summary>Opens the way to the kernel.</summary>
    /// <exception cref="SyscallException">It is closed.</exception>
    public static BridgeTables Open() => new(NetlinkSocket.Open(Libc.NETLINK_ROUTE));

    /// <summary>The ports of a bridge.</summary>
    public IReadOnlyList<BridgePort> Ports(NetworkLink bridge)
    {
        ArgumentNullException.ThrowIfNull(bridge);
        return
        [
            .. _kernel.Ask(new NetlinkRequest(GetLink, NetlinkFlags.Dump, Link(0, family: AfBridge)), bridge.Name)
                .Select(static answer => (Link: NetworkLinks.Read(answer), Port: new NetlinkAttributes(answer.AsSpan(LinkBytes)).Nested(ProtocolInfo)))
                .Where(port => port.Link.Master == bridge.Index && port.Port is not null)
                .Select(static port => Read(port.Link, port.Port!)),
        ];
    }

    /// <summary>The table of a bridge: what it learned, what was written down, what is the host's own.</summary>
    public IReadOnlyList<ForwardingEntry> Entries(NetworkLink bridge)
    {
        ArgumentNullException.ThrowIfNull(bridge);
        // The kernel takes the bridge to ask of as an attribute of a link, behind a link's own fixed part (net/core/rtnetlink.c).
        return
        [
            .. _kernel.Ask(new NetlinkRequest(GetNeighbour, NetlinkFlags.Dump, Link(0, family: AfBridge)).Add(LinkMaster, (uint)bridge.Index), bridge.Name)
                .Where(static answer => answer[0] == AfBridge)
                .Select(Read)
                .Where(entry => entry.Owner == bridge.Index || entry.Entry.Device == bridge.Index)
                .Select(static entry => entry.Entry),
        ];
    }

    /// <summary>Writes down that an address is behind a port and nowhere else, or takes that back.</summary>
    public void Write(NetworkLink port, long mac, int? vlan, bool present)
    {
        ArgumentNullException.ThrowIfNull(port);
        byte[] part = new byte[NeighbourBytes];
        part[0] = AfBridge;
        BinaryPrimitives.WriteInt32LittleEndian(part.AsSpan(4), port.Index);
        BinaryPrimitives.WriteUInt16LittleEndian(part.AsSpan(8), NoArp);
        // Sticky: it is not moved by whoever speaks with that address elsewhere.
        part[10] = ToMaster | Sticky;
        NetlinkRequest request = new NetlinkRequest(
            present ? NewNeighbour : DeleteNeighbour, present ? (ushort)(NetlinkFlags.Create | NetlinkFlags.Replace) : (ushort)0, part)
            .Add(LinkAddress, NetworkLinks.Bytes(mac));
        if (vlan is { } tag)
        {
            request.Add(Vlan, BitConverter.GetBytes((ushort)tag));
        }

        _kernel.Ask(request, port.Name);
    }

    /// <inheritdoc/>
    public void Dispose() => _kernel.Dispose();

    private static BridgePort Read(NetworkLink link, NetlinkAttributes port) => new(link, (BridgePortState)(port.Bytes(PortState) is [var state, ..] ? state : 0))
    {
        PathCost = (int)(port.Number(PortCost) ?? 0),
        Priority = port.Bytes(PortPriority) is [var low, var high] ? low | (high << 8) : 0,
        Learns = port.Bytes(PortLearns) is [not 0],
        Floods = port.Bytes(PortFloods) is [not 0],
        IsIsolated = port.Bytes(PortIsolated) is [not 0],
        Hairpin = port.Bytes(PortHairpin) is [not 0],
        Guard = port.Bytes(PortGuard) is [not 0],
    };

    /// <summary>struct ndmsg: family, two bytes of nothing at 1 and 2, index at 4, state at 8, flags at 10, type at 11.</summary>
    private static (ForwardingEntry Entry, int? Owner) Read(byte[] answer)
    {
        var attributes = new NetlinkAttributes(answer.AsSpan(NeighbourBytes));
        ushort state = BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(8));
        long mac = NetworkLinks.Mac(attributes.Bytes(LinkAddress)) ?? 0;
        return (
            new ForwardingEntry(mac, BinaryPrimitives.ReadInt32LittleEndian(answer.AsSpan(4)))
            {
                Vlan = attributes.Bytes(Vlan) is [var low, var high] && (low | (high << 8)) is > 0 and var tag ? tag : null,
                IsLocal = (state & Permanent) != 0,
                IsStatic = (state & NoArp) != 0,
                Age = Age(attributes, Updated),
            },
            (int?)attributes.Number(Master));
    }
}
