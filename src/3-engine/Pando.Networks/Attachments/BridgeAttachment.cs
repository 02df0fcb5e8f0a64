using Pando.Linux;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Networks.Attachments;

/// <summary>A tap on a bridge of the host. With its descriptors the tap goes, and its port with it.</summary>
internal static class BridgeAttachment
{
    private const string BridgeKind = "bridge";
    private const string TapKind = "tun";

    /// <summary>Makes one.</summary>
    /// <param name="source">The bridge.</param>
    /// <param name="request">Whose and which.</param>
    /// <param name="guard">Called with the tap before any frame can go through it.</param>
    public static async Task<OpenedInterface> AttachAsync(BridgeSource source, AttachmentRequest request, Func<NetworkLink, ValueTask<AttachmentRecord?>> guard)
    {
        using var links = NetworkLinks.Open();
        var bridge = Bridge(links, source, request);
        var card = request.Interface;
        PortVlans.Require(links, bridge, request);
        var (name, queues) = TapQueues.Make(links, request);
        try
        {
            var tap = links.Find(name)!;
            var record = await guard(tap);
            links.Change(tap, new NetworkLinkChange { Mac = TapQueues.HostMac(card.Mac), Mtu = card.Mtu ?? bridge.Mtu });
            links.Change(tap, new NetworkLinkChange { Master = bridge.Index });
            PortVlans.Apply(links, bridge, tap, card.Vlan);
            if (card.IsolatedPort == true)
            {
                links.IsolatePort(tap);
            }
            links.Change(tap, new NetworkLinkChange { Up = true });
            return TapQueues.Opened(request, name, queues, record);
        }
        catch
        {
            queues.ToList().ForEach(queue => queue.Dispose());
            throw;
        }
    }

    /// <summary>Puts a tap that is there on another bridge. Its port is a new one there, and the packets may be as large as that bridge's.</summary>
    public static void Move(BridgeSource source, AttachmentRequest request)
    {
        using var links = NetworkLinks.Open();
        var bridge = Bridge(links, source, request);
        var card = request.Interface;
        PortVlans.Require(links, bridge, request);
        var tap = Tap(links, request);
        if (tap.Master != bridge.Index)
        {
            Enter(links, tap, bridge, card.Mtu ?? bridge.Mtu);
        }
        PortVlans.Apply(links, bridge, tap, card.Vlan);
        links.IsolatePort(tap, card.IsolatedPort == true);
        links.Change(tap, new NetworkLinkChange { Up = true });
    }

    /// <summary>The tap of a card that is connected.</summary>
    /// <exception cref="CallerException"><c>network.device-missing</c>, <c>network.cannot-attach</c>.</exception>
    public static NetworkLink Tap(NetworkLinks links, AttachmentRequest request)
    {
        var card = request.Interface;
        var tap = links.Find(card.TargetDevice!);
        if (tap is not null && tap.Kind != TapKind)
        {
            throw AttachmentRules.Refused("source", "not-on-a-bridge", request);
        }
        // Names are used anew: that of a machine that has ended may be another's by now.
        return tap is not null && tap.Mac == TapQueues.HostMac(card.Mac)
            ? tap
            : throw new CallerException(ErrorCodes.Network.DeviceMissing, ("name", request.Machine), ("device", AttachmentRules.Alias(request)), ("target", card.TargetDevice!));
    }

    private static void Enter(NetworkLinks links, NetworkLink tap, NetworkLink bridge, int mtu)
    {
        try
        {
            // Switched off until its port is as it should be: at first it is in the VLAN that all are in, and not kept apart.
            links.Change(tap, new NetworkLinkChange { Up = false });
            // On neither bridge in between: a bridge makes its own largest packet as small as that of its smallest port.
            links.Change(tap, new NetworkLinkChange { Master = 0 });
            links.Change(tap, new NetworkLinkChange { Mtu = mtu });
            links.Change(tap, new NetworkLinkChange { Master = bridge.Index });
        }
        catch (SyscallException)
        {
            links.Change(tap, new NetworkLinkChange { Mtu = tap.Mtu });
            links.Change(tap, new NetworkLinkChange { Master = tap.Master ?? 0 });
            throw;
        }
    }

    private static NetworkLink Bridge(NetworkLinks links, BridgeSource source, AttachmentRequest request)
    {
        var bridge = links.Find(source.Bridge) ?? throw Fails(ErrorCodes.Network.BridgeMissing, source, request);
        return bridge.Kind == BridgeKind ? bridge : throw Fails(ErrorCodes.Network.NotABridge, source, request, ("kind", bridge.Kind ?? "—"));
    }

    private static CallerException Fails(ErrorCode code, BridgeSource source, AttachmentRequest request, params ErrorFact[] more) =>
        new(code, [("name", request.Machine), ("device", AttachmentRules.Alias(request)), ("bridge", source.Bridge), .. more]);
}
