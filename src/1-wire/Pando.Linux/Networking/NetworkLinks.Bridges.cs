using Pando.Linux.Networking.Netlink;
using static Pando.Linux.Networking.Netlink.BridgePortAttributes;
using static Pando.Linux.Networking.Netlink.LinkMessages;

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
    private const ushort ForgetAddresses = 21;
    private const ushort MulticastSnooping = 23;
    private const ushort DefaultVlan = 39;
    private const ushort Switches = 46;
    private const uint NoLinkLocalLearning = 1 << 0;

    /// <summary>Makes a bridge that is switched off. Throws with EEXIST where the name is taken.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="mac">Its address in 48 bits, which its ports then do not change.</param>
    /// <param name="mtu">The largest packet; null is the kernel's usual one.</param>
    /// <param name="settings">How it works.</param>
    public NetworkLink MakeBridge(string name, long mac, int? mtu, BridgeSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        NetlinkRequest request = new NetlinkRequest(NewLink, NetlinkFlags.Create | NetlinkFlags.Exclusive, Link(0))
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
        _kernel.Ask(Data(new NetlinkRequest(NewLink, 0, Link(bridge.Index)), settings), bridge.Name);
    }

    /// <summary>Has a bridge forget what it learned, of all its ports.</summary>
    public void ForgetLearned(NetworkLink bridge)
    {
        ArgumentNullException.ThrowIfNull(bridge);
        _kernel.Ask(
            new NetlinkRequest(NewLink, 0, Link(bridge.Index)).Nest(LinkInfo, info => info.Add(InfoKind, BridgeKind).Nest(InfoData, static data => data.Add(ForgetAddresses, ReadOnlySpan<byte>.Empty))),
            bridge.Name);
    }

    /// <summary>Changes how a port of a bridge works.</summary>
    public void ChangePort(NetworkLink port, BridgePortSettings settings)
    {
        ArgumentNullException.ThrowIfNull(port);
        ArgumentNullException.ThrowIfNull(settings);
        _kernel.Ask(
            new NetlinkRequest(SetLink, 0, Link(port.Index, family: AfBridge)).Nest(ProtocolInfo | Nested, info =>
            {
                if (settings.Priority is { } priority)
                {
                    info.Add(PortPriority, BitConverter.GetBytes((ushort)priority));
                }

                if (settings.PathCost is { } cost)
                {
                    info.Add(PortCost, (uint)cost);
                }

                Switch(PortGuard, settings.Guard);
                Switch(PortLearns, settings.Learns);
                Switch(PortFloods, settings.Floods);
                Switch(PortIsolated, settings.IsIsolated);
                if (settings.Forgets)
                {
                    info.Add(PortForgets, ReadOnlySpan<byte>.Empty);
                }

                void Switch(ushort attribute, bool? value)
                {
                    if (value is { } on)
                    {
                        info.Add(attribute, on ? (byte)1 : (byte)0);
                    }
                }
            }),
            port.Name);
    }

    /// <summary>How a bridge works; null where it is none, or is gone.</summary>
    public BridgeSettings? ReadBridge(string name)
    {
        byte[] answer;
        try
        {
            answer = _kernel.Ask(new NetlinkRequest(GetLink, 0, Link(0)).Add(Name, name), name)[0];
        }
        catch (SyscallException e) when (e.Errno == Errno.ENODEV)
        {
            return null;
        }

        NetlinkAttributes? info = new NetlinkAttributes(answer.AsSpan(LinkBytes)).Nested(LinkInfo);
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
            LearnsFromLinkLocal = data.Bytes(Switches) is { Length: >= 4 } switches ? (BitConverter.ToUInt32(switches) & NoLinkLocalLearning) == 0 : null,
            DefaultVlan = data.Bytes(DefaultVlan) is [var lower, var upper] ? lower | (upper << 8) : null,
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
            if (settings.LearnsFromLinkLocal is { } learns)
            {
                // struct br_boolopt_multi: what they are to be, and which are meant.
                data.Add(Switches, [.. BitConverter.GetBytes(learns ? 0 : NoLinkLocalLearning), .. BitConverter.GetBytes(NoLinkLocalLearning)]);
            }

            if (settings.DefaultVlan is { } vlan)
            {
                data.Add(DefaultVlan, BitConverter.GetBytes((ushort)vlan));
            }

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
