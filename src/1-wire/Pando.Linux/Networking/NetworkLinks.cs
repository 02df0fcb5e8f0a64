using System.Buffers.Binary;
using System.Net;
using Pando.Linux.Networking.Netlink;
using static Pando.Linux.Networking.Netlink.BridgePortAttributes;
using static Pando.Linux.Networking.Netlink.LinkMessages;

namespace Pando.Linux.Networking;

/// <summary>The network devices of the network namespace that the calling thread is in (rtnetlink(7), linux/if_link.h).</summary>
public sealed partial class NetworkLinks : IDisposable
{
    private const ushort NewAddress = 20;
    private const ushort NewRoute = 24;
    private const ushort Address = 1;
    private const ushort Name = 3;
    private const ushort MtuAttribute = 4;
    private const ushort Lower = 5;
    private const ushort LowerNamespace = 37;
    private const ushort Statistics = 23;
    private const uint LowerUp = 1 << 16;
    private const ushort LinkInfo = 18;
    private const ushort InfoKind = 1;
    private const ushort InfoData = 2;
    private const ushort MacvlanMode = 1;
    private const uint Up = 1;

    private readonly NetlinkSocket _kernel;

    private NetworkLinks(NetlinkSocket kernel) => _kernel = kernel;

    /// <summary>Opens the way to the kernel.</summary>
    /// <exception cref="SyscallException">It is closed.</exception>
    public static NetworkLinks Open() => new(NetlinkSocket.Open(Libc.NETLINK_ROUTE));

    /// <summary>The device of that name; null where there is none.</summary>
    public NetworkLink? Find(string name)
    {
        try
        {
            return Read(_kernel.Ask(new NetlinkRequest(GetLink, 0, Link(0)).Add(Name, name), name)[0]);
        }
        catch (SyscallException e) when (e.Errno == Errno.ENODEV)
        {
            return null;
        }
    }

    /// <summary>All devices.</summary>
    public IReadOnlyList<NetworkLink> All() => [.. _kernel.Ask(new NetlinkRequest(GetLink, NetlinkFlags.Dump, Link(0)), "links").Select(Read)];

    /// <summary>Makes a device of the kernel's that needs nothing but a name: <c>bridge</c>, <c>dummy</c>, <c>ifb</c>. Some can be given an address only now.</summary>
    public NetworkLink Make(string name, string kind, long? mac = null)
    {
        NetlinkRequest request = new NetlinkRequest(NewLink, NetlinkFlags.Create | NetlinkFlags.Exclusive, Link(0)).Add(Name, name);
        if (mac is { } address)
        {
            request.Add(Address, Bytes(address));
        }

        _kernel.Ask(request.Nest(LinkInfo, info => info.Add(InfoKind, kind)), name);
        return Find(name) ?? throw new SyscallException("rtnetlink", Errno.ENODEV, name);
    }

    /// <summary>Makes a macvtap on a card. Throws with EEXIST where the name is taken.</summary>
    public NetworkLink MakeMacvtap(string name, int lower, MacvtapMode mode, long mac, int? mtu = null)
    {
        NetlinkRequest request = new NetlinkRequest(NewLink, NetlinkFlags.Create | NetlinkFlags.Exclusive, Link(0))
            .Add(Name, name)
            .Add(Lower, (uint)lower)
            .Add(Address, Bytes(mac));
        if (mtu is { } bytes)
        {
            request.Add(MtuAttribute, (uint)bytes);
        }

        _kernel.Ask(request.Nest(LinkInfo, info => info.Add(InfoKind, "macvtap").Nest(InfoData, data => data.Add(MacvlanMode, (uint)mode))), name);
        return Find(name) ?? throw new SyscallException("rtnetlink", Errno.ENODEV, name);
    }

    /// <summary>Changes a device.</summary>
    public void Change(NetworkLink link, NetworkLinkChange change)
    {
        NetlinkRequest request = new(NewLink, 0, Link(link.Index, change.Up switch { true => Up, _ => 0u }, change.Up is null ? 0 : Up));
        if (change.Master is { } master)
        {
            request.Add(LinkMaster, (uint)master);
        }

        if (change.Mac is { } mac)
        {
            request.Add(Address, Bytes(mac));
        }

        if (change.Mtu is { } mtu)
        {
            request.Add(MtuAttribute, (uint)mtu);
        }

        _kernel.Ask(request, link.Name);
    }

    /// <summary>Keeps a port of a bridge from reaching other isolated ports, or no longer does.</summary>
    public void IsolatePort(NetworkLink link, bool isolated = true) => _kernel.Ask(
        new NetlinkRequest(SetLink, 0, Link(link.Index, family: AfBridge)).Nest(ProtocolInfo | Nested, info => info.Add(PortIsolated, isolated ? (byte)1 : (byte)0)), link.Name);

    /// <summary>Removes a device.</summary>
    public void Delete(NetworkLink link) => _kernel.Ask(new NetlinkRequest(DeleteLink, 0, Link(link.Index)), link.Name);

    /// <summary>Gives a device an address.</summary>
    public void AddAddress(NetworkLink link, IPAddress address, int prefix, IPAddress? peer = null)
    {
        byte[] part = [Family(address), (byte)prefix, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32LittleEndian(part.AsSpan(4), link.Index);
        _kernel.Ask(
            // IFA_LOCAL is our own end, IFA_ADDRESS the other one, or the same where there is none.
            new NetlinkRequest(NewAddress, NetlinkFlags.Create | NetlinkFlags.Replace, part).Add(2, address.GetAddressBytes()).Add(1, (peer ?? address).GetAddressBytes()),
            $"{link.Name} {address}");
    }

    /// <summary>Sends packets for a network through a device.</summary>
    public void AddRoute(NetworkLink link, IPAddress network, int prefix, IPAddress gateway, int? metric = null)
    {
        // struct rtmsg: main table, static, universe, unicast.
        byte[] part = [Family(network), (byte)prefix, 0, 0, 254, 4, 0, 1, 0, 0, 0, 0];
        NetlinkRequest request = new NetlinkRequest(NewRoute, NetlinkFlags.Create, part)
            .Add(1, network.GetAddressBytes())
            .Add(5, gateway.GetAddressBytes())
            .Add(4, (uint)link.Index);
        if (metric is { } cost)
        {
            request.Add(6, (uint)cost);
        }

        _kernel.Ask(request, $"{link.Name} {network}/{prefix}");
    }

    /// <inheritdoc/>
    public void Dispose() => _kernel.Dispose();

    internal static NetworkLink Read(byte[] answer)
    {
        var attributes = new NetlinkAttributes(answer.AsSpan(LinkBytes));
        uint flags = BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(8));
        byte[] counters = attributes.Bytes(Statistics) is { Length: >= 16 } known ? known : new byte[16];
        return new NetworkLink(
            BinaryPrimitives.ReadInt32LittleEndian(answer.AsSpan(4)),
            attributes.Text(Name) ?? "",
            attributes.Nested(LinkInfo)?.Text(InfoKind),
            Mac(attributes.Bytes(Address)),
            (int)(attributes.Number(MtuAttribute) ?? 0),
            (flags & Up) != 0,
            (int?)attributes.Number(LinkMaster),
            // In another namespace it has a number of that one.
            attributes.Bytes(LowerNamespace) is null ? (int?)attributes.Number(Lower) : null)
        {
            HasCarrier = (flags & LowerUp) != 0,
            // struct rtnl_link_stats64 begins with the packets received and sent.
            Received = BinaryPrimitives.ReadInt64LittleEndian(counters),
            Sent = BinaryPrimitives.ReadInt64LittleEndian(counters.AsSpan(8)),
        };
    }

    internal static long? Mac(byte[]? octets) => octets is { Length: 6 } ? octets.Aggregate(0L, static (value, octet) => (value << 8) | octet) : null;

    internal static byte[] Bytes(long mac) => [.. Enumerable.Range(0, 6).Select(octet => (byte)((mac >> (8 * (5 - octet))) & 0xff))];

    private static byte Family(IPAddress address) => address.GetAddressBytes().Length == 4 ? (byte)2 : (byte)10;
}
