using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Pando.Linux.Networking.Netlink;

namespace Pando.Linux.Networking;

/// <summary>A route of the host.</summary>
/// <param name="Network">Where to.</param>
/// <param name="Device">The number of the device that it goes through; null where it goes through several or none.</param>
public sealed record HostRoute(IPNetwork Network, int? Device);

/// <summary>The routes of the network namespace that the calling thread is in (rtnetlink(7)).</summary>
public static class RouteTable
{
    private const ushort GetRoute = 26;
    private const ushort Destination = 1;
    private const ushort OutgoingDevice = 4;
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
