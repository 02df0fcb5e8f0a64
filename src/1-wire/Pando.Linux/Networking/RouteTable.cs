using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Pando.Linux.Networking.Netlink;

namespace Pando.Linux.Networking;

/// <summary>A route of the host.</summary>
/// <param name="Network">Where to.</param>
/// <param name="Device">The number of the device that it goes through; null where it goes through several or none.</param>
public sealed record HostRoute(IPNetwork Network, int? Device);

/// <summary>The way to an address.</summary>
/// <param name="Device">The number of the device that it goes through.</param>
/// <param name="Gateway">Who is asked to pass it on; null where it is a neighbour.</param>
public sealed record RouteTo(int Device, IPAddress? Gateway);

/// <summary>The routes of the network namespace that the calling thread is in (rtnetlink(7)).</summary>
public static class RouteTable
{
    private const ushort GetRoute = 26;
    private const ushort Destination = 1;
    private const ushort OutgoingDevice = 4;
    private const ushort GatewayAddress = 5;
    private const byte MainTable = 254;
    private const byte Unicast = 1;
    private const int FixedBytes = 12;

    /// <summary>The unicast routes of the main table, of both families.</summary>
    /// <exception cref="SyscallException">The kernel says no.</exception>
    public static IReadOnlyList<HostRoute> Main()
    {
        using var kernel = NetlinkSocket.Open(Libc.NETLINK_ROUTE);
        return [.. Of(kernel, 2), .. Of(kernel, 10)];
    }

    /// <summary>The way that the host would take to an address; null where it has none.</summary>
    /// <exception cref="SyscallException">The kernel says no.</exception>
    public static RouteTo? To(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        byte[] bytes = address.GetAddressBytes();
        byte[] part = new byte[FixedBytes];
        part[0] = (byte)(bytes.Length == 4 ? 2 : 10);
        part[1] = (byte)(bytes.Length * 8);
        using var kernel = NetlinkSocket.Open(Libc.NETLINK_ROUTE);
        try
        {
            var answer = new NetlinkAttributes(kernel.Ask(new NetlinkRequest(GetRoute, 0, part).Add(Destination, bytes), "routes")[0].AsSpan(FixedBytes));
            return answer.Number(OutgoingDevice) is { } device ? new RouteTo((int)device, answer.Bytes(GatewayAddress) is { } gateway ? new IPAddress(gateway) : null) : null;
        }
        catch (SyscallException e) when (e.Errno is Errno.ENETUNREACH or Errno.EHOSTUNREACH or Errno.EACCES or Errno.EINVAL)
        {
            return null;
        }
    }

    private static IEnumerable<HostRoute> Of(NetlinkSocket kernel, byte family)
    {
        byte[] part = new byte[FixedBytes];
        part[0] = family;
        foreach (byte[] answer in kernel.Ask(new NetlinkRequest(GetRoute, NetlinkFlags.Dump, part), "routes"))
        {
            // struct rtmsg: family, length of the destination, …, table, protocol, scope, type.
            if (answer[0] != family || answer[4] != MainTable || answer[7] != Unicast)
            {
                continue;
            }

            var attributes = new NetlinkAttributes(answer.AsSpan(FixedBytes));
            IPAddress to = attributes.Bytes(Destination) is { Length: > 0 } bytes ? new IPAddress(bytes) : family == 2 ? IPAddress.Any : IPAddress.IPv6Any;
            yield return new HostRoute(new IPNetwork(to, answer[1]), (int?)attributes.Number(OutgoingDevice));
        }
    }
}
