using System.Globalization;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Networks;
using Pando.Model.Ports;

namespace Pando.Networks.Attachments;

/// <summary>An interface with the place on the host that it is at.</summary>
/// <param name="Request">With the place in the network's stead.</param>
/// <param name="Network">The network that it is of; null is none.</param>
internal sealed record PlacedInterface(AttachmentRequest Request, NetworkDefinition? Network)
{
    /// <summary>Whether its network gives it a function of a card, which is chosen when it is connected.</summary>
    public bool GetsFunction => Network is { Forward.Mode: ForwardMode.HostDevice };

    /// <summary>Whether a program beside the machine carries its packets.</summary>
    public bool IsCarried => Network is { Forward.Mode: ForwardMode.User };
}

/// <summary>Where on the host an interface of a virtual network is: on its bridge, or on one of its cards.</summary>
internal static class NetworkPlaces
{
    /// <summary>The request with the place in the network's stead, and what the network or the class of interfaces says of it.</summary>
    /// <exception cref="CallerException"><c>network.not-found</c>, <c>network.not-active-for</c>, <c>network.no-port-group</c>.</exception>
    public static PlacedInterface Resolve(VirtualNetworkSource source, AttachmentRequest request, INetworks networks)
    {
        var view = networks.Find(source.Network) ?? throw new CallerException(ErrorCodes.Network.NotFound, ("network", source.Network));
        if (view.Live is not { Definition: var network })
        {
            throw new CallerException(ErrorCodes.Network.NotActiveFor, ("name", request.Machine), ("network", source.Network));
        }
        var group = network.PortGroups.Items.FirstOrDefault(group => source.PortGroup is { } wanted ? group.Name == wanted : group.IsDefault == true);
        if (source.PortGroup is { } missing && group is null)
        {
            throw new CallerException(ErrorCodes.Network.NoPortGroup, ("name", request.Machine), ("network", source.Network), ("group", missing));
        }
        var card = request.Interface;
        var place = card with
        {
            Source = network.Forward is { Mode: ForwardMode.HostDevice or ForwardMode.User } ? source : Place(network, request),
            Mtu = card.Mtu ?? network.Mtu,
            IsolatedPort = card.IsolatedPort ?? network.IsolatedPorts,
            // What is said nearest to the card counts.
            Bandwidth = card.Bandwidth ?? group?.Bandwidth,
            Vlan = card.Vlan ?? group?.Vlan ?? network.Vlan,
            VirtualPort = Merged(request, card.VirtualPort, network.VirtualPort, group?.VirtualPort),
        };
        return new PlacedInterface(request with { Interface = place }, network);
    }

    // Each may say a part of it; what they say twice has to be the same (virNetDevVPortProfileMerge3 of libvirt).
    private static VirtualPort? Merged(AttachmentRequest request, params VirtualPort?[] ports)
    {
        VirtualPort? all = null;
        foreach (var port in ports.OfType<VirtualPort>())
        {
            if (all?.Type is { } type && port.Type is { } other && type != other)
            {
                throw AttachmentRules.Refused("virtualport", "other-switch", request);
            }
            all = all is null ? port : all with
            {
                Type = all.Type ?? port.Type,
                InterfaceId = all.InterfaceId ?? port.InterfaceId,
                ProfileId = all.ProfileId ?? port.ProfileId,
            };
        }
        return all;
    }

    private static InterfaceSource Place(NetworkDefinition network, AttachmentRequest request) => network switch
    {
        { MakesBridge: true } or { Forward: { Mode: ForwardMode.Bridge, Devices.IsEmpty: true } } => new BridgeSource(network.Bridge!.Name!),
        { Forward: { } forward } => new DirectSource(Free(network, forward, request), ModeOf(forward.Mode)),
        _ => throw new ArgumentOutOfRangeException(nameof(network)),
    };

    /// <summary>The card that the interface is on, or else the one with the fewest guests; one that is passed through has none yet.</summary>
    private static string Free(NetworkDefinition network, NetworkForward forward, AttachmentRequest request)
    {
        using var links = NetworkLinks.Open();
        var all = links.All();
        var shares = forward.Devices.Items.Select(device => (Device: device, Guests: all.Where(link => link.Kind == "macvtap" && link.Lower == all.FirstOrDefault(card => card.Name == device)?.Index).ToList())).ToList();
        if (shares.FirstOrDefault(share => share.Guests.Any(link => link.Name == request.Interface.TargetDevice && link.Mac == request.Interface.Mac?.Value)).Device is { } own)
        {
            return own;
        }
        var (card, guests) = shares.MinBy(static share => share.Guests.Count);
        return forward.Mode == ForwardMode.Passthrough && guests.Count > 0
            ? throw new CallerException(
                ErrorCodes.Network.NoFreeCard, ("name", request.Machine), ("device", AttachmentRules.Alias(request)), ("network", network.Name),
                ("count", shares.Count.ToString(CultureInfo.InvariantCulture)))
            : card;
    }

    private static DirectMode ModeOf(ForwardMode mode) => mode switch
    {
        ForwardMode.Private => DirectMode.Private,
        ForwardMode.Passthrough => DirectMode.Passthrough,
        ForwardMode.Vepa => DirectMode.Vepa,
        _ => DirectMode.Bridge,
    };
}
