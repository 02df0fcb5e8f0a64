using System.Net;
using System.Numerics;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Networks;
using Pando.Model.Ports;

namespace Pando.Networks.Attachments;

/// <summary>A tap with addresses and routes of its own; or one that somebody else has set up, which is only opened.</summary>
internal static class EthernetAttachment
{
    public static OpenedInterface Attach(EthernetSource source, AttachmentRequest request)
    {
        using var links = NetworkLinks.Open();
        return request.Interface.TargetManaged == false ? TakeUp(links, request) : Make(links, source, request);
    }

    private static OpenedInterface TakeUp(NetworkLinks links, AttachmentRequest request)
    {
        var card = request.Interface;
        var name = card.TargetDevice ?? "—";
        var link = card.TargetDevice is null ? null : links.Find(card.TargetDevice);
        if (link is not { Kind: "tun" or "macvtap" })
        {
            throw new CallerException(
                ErrorCodes.Network.DeviceMissing, ("name", request.Machine), ("device", AttachmentRules.Alias(request)), ("target", name));
        }
        var count = card.Driver.Queues ?? 1;
        var queues = link.Kind == "macvtap" ? MacvtapNode.Open(link, count) : TapDevice.Open(name, count, node: card.Backend.TapPath ?? TapDevice.Node).Queues;
        return TapQueues.Opened(request, name, queues);
    }

    private static OpenedInterface Make(NetworkLinks links, EthernetSource source, AttachmentRequest request)
    {
        var card = request.Interface;
        var (name, queues) = TapQueues.Make(links, request);
        try
        {
            var tap = links.Find(name)!;
            links.Change(tap, new NetworkLinkChange { Mac = TapQueues.HostMac(card.Mac), Mtu = card.Mtu });
            links.Change(tap, new NetworkLinkChange { Up = true });
            foreach (var ip in source.HostAddresses)
            {
                links.AddAddress(tap, IPAddress.Parse(ip.Address), ip.Prefix ?? IpNetworks.UsualPrefix(IPAddress.Parse(ip.Address)), ip.Peer is null ? null : IPAddress.Parse(ip.Peer));
            }
            foreach (var route in source.HostRoutes)
            {
                links.AddRoute(tap, IPAddress.Parse(route.Address), Prefix(route), IPAddress.Parse(route.Gateway), route.Metric);
            }
            return TapQueues.Opened(request, name, queues);
        }
        catch
        {
            queues.ToList().ForEach(queue => queue.Dispose());
            throw;
        }
    }

    private static int Prefix(InterfaceRoute route) =>
        route.Prefix ?? (route.Netmask is { } mask
            ? IPAddress.Parse(mask).GetAddressBytes().Sum(octet => BitOperations.PopCount(octet))
            : IPAddress.Parse(route.Address).Equals(IPAddress.Any) || IPAddress.Parse(route.Address).Equals(IPAddress.IPv6Any)
                ? 0
                : IpNetworks.UsualPrefix(IPAddress.Parse(route.Address)));
}
