using System.Net;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Networks;
using Pando.Networks.Addresses;
using Pando.Networks.OpenVSwitch;

namespace Pando.Networks.Tracing;

/// <summary>Whose packets are followed, and where to; the devices of the host as they were when it began.</summary>
/// <param name="Machine">The machine's name.</param>
/// <param name="Card">The card as it is in force.</param>
/// <param name="Network">The active network that it is on; null on a bridge of the host.</param>
/// <param name="Known">What is known of its addresses.</param>
/// <param name="Destination">Where to; null is as far as the gateway.</param>
/// <param name="Links">The devices.</param>
internal sealed record TraceContext(string Machine, InterfaceDevice Card, NetworkView? Network, CardAddresses Known, IPAddress? Destination, IReadOnlyList<NetworkLink> Links)
{
    /// <summary>The bridges of Open vSwitch, where the card is to be on one; null on a bridge of the kernel.</summary>
    public IReadOnlyList<SwitchBridge>? Switched { get; init; }

    public string Mac => Known.Mac.ToString();

    public string Device => Card.TargetDevice ?? "—";

    public NetworkLink? Tap => Find(Card.TargetDevice);

    public NetworkDefinition? Definition => Network?.Live?.Definition;

    public string? BridgeName => Network?.Live?.BridgeName ?? (Card.Source as BridgeSource)?.Bridge;

    /// <summary>The bridge of the kernel.</summary>
    public NetworkLink? Bridge => Switched is null ? Find(BridgeName) : null;

    public NetworkLink? Find(string? name) => name is null ? null : Links.FirstOrDefault(link => link.Name == name);
}
