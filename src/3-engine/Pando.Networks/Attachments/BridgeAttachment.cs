using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Networks.Attachments;

/// <summary>A tap on a bridge of the host. With its descriptors the tap goes, and its port with it.</summary>
internal static class BridgeAttachment
{
    private const string BridgeKind = "bridge";

    public static OpenedInterface Attach(BridgeSource source, AttachmentRequest request)
    {
        using var links = NetworkLinks.Open();
        var bridge = links.Find(source.Bridge) ?? throw Fails(ErrorCodes.Network.BridgeMissing, source, request);
        if (bridge.Kind != BridgeKind)
        {
            throw Fails(ErrorCodes.Network.NotABridge, source, request, ("kind", bridge.Kind ?? "—"));
        }
        var card = request.Interface;
        var (name, queues) = TapQueues.Make(links, request);
        try
        {
            var tap = links.Find(name)!;
            links.Change(tap, new NetworkLinkChange { Mac = TapQueues.HostMac(card.Mac), Mtu = card.Mtu ?? bridge.Mtu });
            links.Change(tap, new NetworkLinkChange { Master = bridge.Index });
            if (card.IsolatedPort == true)
            {
                links.IsolatePort(tap);
            }
            links.Change(tap, new NetworkLinkChange { Up = true });
            return TapQueues.Opened(request, name, queues);
        }
        catch
        {
            queues.ToList().ForEach(queue => queue.Dispose());
            throw;
        }
    }

    private static CallerException Fails(ErrorCode code, BridgeSource source, AttachmentRequest request, params ErrorFact[] more) =>
        new(code, [("name", request.Machine), ("device", AttachmentRules.Alias(request)), ("bridge", source.Bridge), .. more]);
}
