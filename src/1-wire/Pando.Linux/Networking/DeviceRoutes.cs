using System.Buffers.Binary;
using System.Net;
using Pando.Linux.Networking.Netlink;

namespace Pando.Linux.Networking;

/// <summary>A route through a network device, with all that is needed to make it again (linux/rtnetlink.h).</summary>
/// <param name="Device">The number of the device.</param>
/// <param name="To">The network that it leads to; of length 0: everywhere.</param>
/// <param name="Prefix">The length of the network's prefix.</param>
/// <param name="Gateway">Who passes packets on; null: neighbours are reached.</param>
/// <param name="Metric">Of several the lowest is taken; null is the kernel's usual.</param>
/// <param name="Source">The address that is spoken from; null is chosen by the kernel.</param>
/// <param name="Table">Which of the host's tables; 254 is the main one.</param>
/// <param name="Protocol">Who made it (RTPROT_…).</param>
/// <param name="Scope">How far it reaches (RT_SCOPE_…).</param>
/// <param name="OnLink">Whether the gateway is taken for a neighbour without being looked up.</param>
/// <param name="Metrics">Its own largest packet and the like, as the kernel has them; null is none.</param>
public sealed record DeviceRoute(
    int Device, IPAddress To, int Prefix, IPAddress? Gateway, uint? Metric, IPAddress? Source, uint Table, byte Protocol, byte Scope, bool OnLink, byte[]? Metrics)
{
    /// <summary>The main table.</summary>
    public const uint Main = 254;
}

/// <summary>The routes of the network namespace that the calling thread is in, device by device (rtnetlink(7)).</summary>
public sealed class DeviceRoutes : IDisposable
{
    private const ushort New = 24;
    private const ushort Delete = 25;
    private const ushort Get = 26;
    private const ushort Destination = 1;
    private const ushort OutgoingDevice = 4;
    private const ushort GatewayAddress = 5;
    private const ushort Priority = 6;
    private const ushort PreferredSource = 7;
    private const ushort OwnMetrics = 8;
    private const ushort SeveralWays = 9;
    private const ushort TableNumber = 15;
    private const byte Unicast = 1;
    private const byte LocalTable = 255;
    private const byte CompatibleTable = 252;
    private const uint OnLinkFlag = 4;
    private const int FixedBytes = 12;
    private const int HopBytes = 8;

    private readonly NetlinkSocket _kernel = NetlinkSocket.Open(Libc.NETLINK_ROUTE);

    /// <summary>The unicast routes of all tables that go through one device each, of both families.</summary>
    /// <exception cref="SyscallException">The kernel says no.</exception>
    public IReadOnlyList<DeviceRoute> All() => [.. Read().Select(static read => read.Route).OfType<DeviceRoute>()];

    /// <summary>The devices that routes go through which have several ways.</summary>
    /// <exception cref="SyscallException">The kernel says no.</exception>
    public IReadOnlySet<int> DevicesOfSeveralWays() => Read().SelectMany(static read => read.Devices).ToHashSet();

    /// <summary>Makes a route through a device; the very same one that is there already stays.</summary>
    public void Add(NetworkLink link, DeviceRoute route)
    {
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(route);
        try
        {
            NetlinkRequest request = Request(New, NetlinkFlags.Create | NetlinkFlags.Exclusive, link, route);
            if (route.Source is { } source)
            {
                request.Add(PreferredSource, source.GetAddressBytes());
            }

            if (route.Metrics is { } metrics)
            {
                request.Add(OwnMetrics, metrics);
            }

            _kernel.Ask(request, $"{link.Name} {route.To}/{route.Prefix}");
        }
        catch (SyscallException e) when (e.Errno == Errno.EEXIST)
        {
            // The kernel makes the route of a network when its address comes.
        }
    }

    /// <summary>Removes a route; one that is not there is no error.</summary>
    public void Remove(NetworkLink link, DeviceRoute route)
    {
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(route);
        try
        {
            _kernel.Ask(Request(Delete, 0, link, route), $"{link.Name} {route.To}/{route.Prefix}");
        }
        catch (SyscallException e) when (e.Errno is Errno.ESRCH or Errno.ENOENT)
        {
            // It went with its address.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _kernel.Dispose();

    private static NetlinkRequest Request(ushort type, ushort flags, NetworkLink link, DeviceRoute route)
    {
        byte[] to = route.To.GetAddressBytes();
        // struct rtmsg: family, lengths of destination and source, tos, table, protocol, scope, type, flags.
        byte[] part = [(byte)(to.Length == 4 ? 2 : 10), (byte)route.Prefix, 0, 0, route.Table < byte.MaxValue ? (byte)route.Table : CompatibleTable, route.Protocol, route.Scope, Unicast, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32LittleEndian(part.AsSpan(8), route.OnLink ? OnLinkFlag : 0);
        NetlinkRequest request = new NetlinkRequest(type, flags, part).Add(OutgoingDevice, (uint)link.Index).Add(TableNumber, route.Table);
        if (route.Prefix > 0)
        {
            request.Add(Destination, to);
        }

        if (route.Gateway is { } gateway)
        {
            request.Add(GatewayAddress, gateway.GetAddressBytes());
        }

        if (route.Metric is { } metric)
        {
            request.Add(Priority, metric);
        }

        return request;
    }

    private IEnumerable<(DeviceRoute? Route, IReadOnlyList<int> Devices)> Read() => Read(2).Concat(Read(10));

    private IEnumerable<(DeviceRoute? Route, IReadOnlyList<int> Devices)> Read(byte family)
    {
        byte[] part = new byte[FixedBytes];
        part[0] = family;
        foreach (byte[] answer in _kernel.Ask(new NetlinkRequest(Get, NetlinkFlags.Dump, part), "routes"))
        {
            if (answer[0] != family || answer[4] == LocalTable || answer[7] != Unicast)
            {
                continue;
            }

            var attributes = new NetlinkAttributes(answer.AsSpan(FixedBytes));
            if (attributes.Bytes(SeveralWays) is { } ways)
            {
                yield return (null, Hops(ways));
            }
            else if (attributes.Number(OutgoingDevice) is { } device)
            {
                IPAddress to = attributes.Bytes(Destination) is { Length: 4 or 16 } bytes ? new IPAddress(bytes) : family == 2 ? IPAddress.Any : IPAddress.IPv6Any;
                yield return (
                    new DeviceRoute(
                        (int)device, to, answer[1], Address(attributes.Bytes(GatewayAddress)), attributes.Number(Priority), Address(attributes.Bytes(PreferredSource)),
                        attributes.Number(TableNumber) ?? answer[4], answer[5], answer[6], (BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(8)) & OnLinkFlag) != 0,
                        attributes.Bytes(OwnMetrics)),
                    []);
            }
        }
    }

    // struct rtnexthop: its length, flags, hops, the device; behind it attributes.
    private static List<int> Hops(byte[] ways)
    {
        List<int> devices = [];
        for (int at = 0; at + HopBytes <= ways.Length;)
        {
            devices.Add(BinaryPrimitives.ReadInt32LittleEndian(ways.AsSpan(at + 4)));
            at += Math.Max(HopBytes, (BinaryPrimitives.ReadUInt16LittleEndian(ways.AsSpan(at)) + 3) & ~3);
        }

        return devices;
    }

    private static IPAddress? Address(byte[]? bytes) => bytes is { Length: 4 or 16 } ? new IPAddress(bytes) : null;
}
