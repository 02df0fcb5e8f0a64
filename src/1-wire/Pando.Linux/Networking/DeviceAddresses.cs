using System.Buffers.Binary;
using System.Net;
using Pando.Linux.Networking.Netlink;

namespace Pando.Linux.Networking;

/// <summary>An address of a network device (linux/if_addr.h).</summary>
/// <param name="Device">The number of the device.</param>
/// <param name="Address">The address.</param>
/// <param name="Prefix">The length of its network's prefix.</param>
/// <param name="Peer">The other end; null where there is none.</param>
/// <param name="Broadcast">Where everybody is reached; null where it is not said.</param>
/// <param name="Label">Its name for old programs.</param>
/// <param name="Scope">How far it is valid (RT_SCOPE_…).</param>
/// <param name="Flags">IFA_F_….</param>
/// <param name="IsLent">Whether it ends by itself, as one does that was lent or announced.</param>
public sealed record DeviceAddress(int Device, IPAddress Address, int Prefix, IPAddress? Peer, IPAddress? Broadcast, string? Label, byte Scope, uint Flags, bool IsLent)
{
    /// <summary>One that only the nearest neighbours know: each device makes its own.</summary>
    public const byte LinkScope = 253;

    /// <summary>IFA_F_TEMPORARY: made by the kernel of a longer-lived one, and thrown away.</summary>
    public const uint Temporary = 0x01;

    /// <summary>IFA_F_NODAD: it is not asked first whether somebody else has it.</summary>
    public const uint Unquestioned = 0x02;

    /// <summary>IFA_F_NOPREFIXROUTE: whoever gave it makes the route of its network.</summary>
    public const uint WithoutRoute = 0x200;
}

/// <summary>The addresses of the network namespace that the calling thread is in (rtnetlink(7)).</summary>
public sealed class DeviceAddresses : IDisposable
{
    private const ushort New = 20;
    private const ushort Delete = 21;
    private const ushort Get = 22;
    private const ushort OtherEnd = 1;
    private const ushort Local = 2;
    private const ushort LabelText = 3;
    private const ushort BroadcastAddress = 4;
    private const ushort Lifetimes = 6;
    private const ushort LongFlags = 8;
    private const int FixedBytes = 8;
    private const uint Forever = uint.MaxValue;

    private readonly NetlinkSocket _kernel = NetlinkSocket.Open(Libc.NETLINK_ROUTE);

    /// <summary>All of them, of both families, in the order of the kernel: the first of a network is the one that is spoken from.</summary>
    /// <exception cref="SyscallException">The kernel says no.</exception>
    public IReadOnlyList<DeviceAddress> All() => [.. Of(2), .. Of(10)];

    /// <summary>Gives a device an address; one that it has already stays.</summary>
    public void Add(NetworkLink link, DeviceAddress address)
    {
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(address);
        NetlinkRequest request = Request(New, NetlinkFlags.Create | NetlinkFlags.Replace, link, address);
        if (address.Broadcast is { } all)
        {
            request.Add(BroadcastAddress, all.GetAddressBytes());
        }

        if (address.Label is { Length: > 0 and < 16 } label)
        {
            request.Add(LabelText, label);
        }

        request.Add(LongFlags, address.Flags);
        _kernel.Ask(request, $"{link.Name} {address.Address}");
    }

    /// <summary>Takes an address from a device; one that is not there is no error.</summary>
    public void Remove(NetworkLink link, DeviceAddress address)
    {
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(address);
        try
        {
            _kernel.Ask(Request(Delete, 0, link, address), $"{link.Name} {address.Address}");
        }
        catch (SyscallException e) when (e.Errno == Errno.EADDRNOTAVAIL)
        {
            // With the first address of a network the kernel takes the others of it, too.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _kernel.Dispose();

    private static NetlinkRequest Request(ushort type, ushort flags, NetworkLink link, DeviceAddress address)
    {
        byte[] local = address.Address.GetAddressBytes();
        byte[] part = [(byte)(local.Length == 4 ? 2 : 10), (byte)address.Prefix, 0, address.Scope, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32LittleEndian(part.AsSpan(4), link.Index);
        return new NetlinkRequest(type, flags, part).Add(Local, local).Add(OtherEnd, (address.Peer ?? address.Address).GetAddressBytes());
    }

    private IEnumerable<DeviceAddress> Of(byte family)
    {
        byte[] part = new byte[FixedBytes];
        part[0] = family;
        foreach (byte[] answer in _kernel.Ask(new NetlinkRequest(Get, NetlinkFlags.Dump, part), "addresses"))
        {
            if (answer[0] != family)
            {
                continue;
            }

            var attributes = new NetlinkAttributes(answer.AsSpan(FixedBytes));
            // IFA_LOCAL is our own end; for IPv6 the kernel leaves it away where there is no other.
            byte[]? end = attributes.Bytes(OtherEnd);
            if ((attributes.Bytes(Local) ?? end) is not { Length: 4 or 16 } local)
            {
                continue;
            }

            yield return new DeviceAddress(
                BinaryPrimitives.ReadInt32LittleEndian(answer.AsSpan(4)), new IPAddress(local), answer[1],
                end is { } other && !other.AsSpan().SequenceEqual(local) ? new IPAddress(other) : null,
                attributes.Bytes(BroadcastAddress) is { Length: 4 } broadcast ? new IPAddress(broadcast) : null,
                attributes.Text(LabelText), answer[3], attributes.Number(LongFlags) ?? answer[2],
                // struct ifa_cacheinfo: how long it is preferred, how long it is valid, …
                attributes.Bytes(Lifetimes) is { Length: >= 8 } lives && BinaryPrimitives.ReadUInt32LittleEndian(lives.AsSpan(4)) != Forever);
        }
    }
}
