using Pando.Linux.Networking.Netlink;

namespace Pando.Linux.Networking;

/// <summary>Bridges of the kernel (linux/if_link.h, IFLA_BR_…).</summary>
public sealed partial class NetworkLinks
{
    private const string BridgeKind = "bridge";
    private const ushort ForwardDelay = 1;
    private const ushort Ageing = 4;
    private const ushort SpanningTree = 5;
    private const ushort BridgePriority = 6;
    private const ushort VlanFiltering = 7;
    private const ushort MulticastSnooping = 23;

    /// <summary>Makes a bridge that is switched off. Throws with EEXIST where the name is taken.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="mac">Its address in 48 bits, which its ports then do not change.</param>
    /// <param name="mtu">The largest packet; null is the kernel's usual one.</param>
    /// <param name="settings">How it works.</param>
    public NetworkLink MakeBridge(string name, long mac, int? mtu, BridgeSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        NetlinkRequest request = new NetlinkRequest(NewLink, NetlinkFlags.Create | NetlinkFlags.Exclusive, Fixed(0))
            .Add(Name, name)
            .Add(Address, Bytes(mac));
        if (mtu is { } bytes)
        {
            request.Add(MtuAttribute, (uint)bytes);
        }

        _kernel.Ask(Data(request, settings), name);
        return Find(name) ?? throw new SyscallException("rtnetlink", Errno.ENODEV, name);
    }

    /// <summary>Changes how a bridge works.</summary>
    public void ChangeBridge(NetworkLink bridge, BridgeSettings settings)
    {
        ArgumentNullException.ThrowIfNull(bridge);
        ArgumentNullException.ThrowIfNull(settings);
        _kernel.Ask(Data(new NetlinkRequest(NewLink, 0, Fixed(bridge.Index)), settings), bridge.Name);
    }

    /// <summary>How a bridge works; null where it is none, or is gone.</summary>
    public BridgeSettings? ReadBridge(string name)
    {
        byte[] answer;
        try
        {
            answer = _kernel.Ask(new NetlinkRequest(GetLink, 0, Fixed(0)).Add(Name, name), name)[0];
        }
        catch (SyscallException e) when (e.Errno == Errno.ENODEV)
        {
            return null;
        }

        NetlinkAttributes? info = new NetlinkAttributes(answer.AsSpan(FixedBytes)).Nested(LinkInfo);
        if (info?.Text(InfoKind) != BridgeKind || info.Nested(InfoData) is not { } data)
        {
            return null;
        }

        return new BridgeSettings
        {
            SpanningTree = data.Number(SpanningTree) is > 0,
            ForwardDelayCentiseconds = data.Number(ForwardDelay),
            AgeingCentiseconds = data.Number(Ageing),
            Priority = data.Bytes(BridgePriority) is [var low, var high] ? low | (high << 8) : null,
            VlanFiltering = data.Bytes(VlanFiltering) is [not 0],
            MulticastSnooping = data.Bytes(MulticastSnooping) is [not 0],
        };
    }

    private static NetlinkRequest Data(NetlinkRequest request, BridgeSettings settings) => request.Nest(LinkInfo, info => info
        .Add(InfoKind, BridgeKind)
        .Nest(InfoData, data =>
        {
            Add(ForwardDelay, settings.ForwardDelayCentiseconds);
            Add(Ageing, settings.AgeingCentiseconds);
            Add(SpanningTree, settings.SpanningTree is { } tree ? (tree ? 1u : 0u) : null);
            if (settings.Priority is { } priority)
            {
                data.Add(BridgePriority, BitConverter.GetBytes((ushort)priority));
            }

            Switch(VlanFiltering, settings.VlanFiltering);
            Switch(MulticastSnooping, settings.MulticastSnooping);

            void Add(ushort attribute, uint? value)
            {
                if (value is { } number)
                {
                    data.Add(attribute, number);
                }
            }

            void Switch(ushort attribute, bool? value)
            {
                if (value is { } on)
                {
                    data.Add(attribute, on ? (byte)1 : (byte)0);
                }
            }
        }));
}
