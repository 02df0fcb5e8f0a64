using System.Buffers.Binary;
using Pando.Linux.Networking.Netlink;
using static Pando.Linux.Networking.Netlink.LinkMessages;

namespace Pando.Linux.Networking;

/// <summary>
/// The VLANs of a bridge's ports (rtnetlink(7), bridge(8)), in the network namespace of the calling thread. They are heeded while the
/// bridge filters VLANs (<see cref="BridgeSettings.VlanFiltering"/>).
/// </summary>
public sealed class BridgeVlans : IDisposable
{
    /// <summary>The first VLAN.</summary>
    public const int Least = 1;

    /// <summary>The last one.</summary>
    public const int Most = 4094;

    private const ushort FamilyPart = 26;
    private const ushort ExtensionMask = 29;
    private const ushort Whose = 0;
    private const ushort Info = 2;
    private const uint WithVlans = 1 << 1;
    private const ushort Self = 2;
    private const ushort Pvid = 2;
    private const ushort Untagged = 4;

    private readonly NetlinkSocket _kernel;

    private BridgeVlans(NetlinkSocket kernel) => _kernel = kernel;

    /// <summary>Opens the way to the kernel.</summary>
    /// <exception cref="SyscallException">It is closed.</exception>
    public static BridgeVlans Open() => new(NetlinkSocket.Open(Libc.NETLINK_ROUTE));

    /// <summary>Those of each port of a bridge, and of the bridge itself, which is the host's own port.</summary>
    public IReadOnlyList<BridgePortVlans> Of(NetworkLink bridge)
    {
        ArgumentNullException.ThrowIfNull(bridge);
        return
        [
            .. _kernel.Ask(new NetlinkRequest(GetLink, NetlinkFlags.Dump, Link(0, family: AfBridge)).Add(ExtensionMask, WithVlans), bridge.Name)
                .Select(static answer => (Device: BinaryPrimitives.ReadInt32LittleEndian(answer.AsSpan(4)), Attributes: new NetlinkAttributes(answer.AsSpan(LinkBytes))))
                .Where(port => port.Device == bridge.Index || port.Attributes.Number(LinkMaster) == bridge.Index)
                .Select(static port => new BridgePortVlans(port.Device, [.. (port.Attributes.Nested(FamilyPart)?.Each(Info) ?? []).Where(static info => info.Length >= 4).Select(Read)])),
        ];
    }

    /// <summary>Has a device belong to a VLAN, in this way; another one that is its PVID stays in it as an ordinary one.</summary>
    public void Add(NetworkLink device, BridgeVlan vlan) => Ask(SetLink, device, vlan);

    /// <summary>Takes a device out of a VLAN.</summary>
    public void Remove(NetworkLink device, int id) => Ask(DeleteLink, device, new BridgeVlan(id, IsPvid: false, IsUntagged: false));

    /// <inheritdoc/>
    public void Dispose() => _kernel.Dispose();

    private void Ask(ushort type, NetworkLink device, BridgeVlan vlan)
    {
        ArgumentNullException.ThrowIfNull(device);
        byte[] info = new byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(info, (ushort)((vlan.IsPvid ? Pvid : 0) | (vlan.IsUntagged ? Untagged : 0)));
        BinaryPrimitives.WriteUInt16LittleEndian(info.AsSpan(2), (ushort)vlan.Id);
        _kernel.Ask(
            new NetlinkRequest(type, 0, Link(device.Index, family: AfBridge)).Nest(FamilyPart | Nested, part =>
            {
                // A bridge is its own port when it is asked for itself.
                if (device.Kind == "bridge")
                {
                    part.Add(Whose, BitConverter.GetBytes(Self));
                }

                part.Add(Info, info);
            }),
            device.Name);
    }

    private static BridgeVlan Read(byte[] info)
    {
        ushort flags = BinaryPrimitives.ReadUInt16LittleEndian(info);
        return new BridgeVlan(BinaryPrimitives.ReadUInt16LittleEndian(info.AsSpan(2)), (flags & Pvid) != 0, (flags & Untagged) != 0);
    }
}
