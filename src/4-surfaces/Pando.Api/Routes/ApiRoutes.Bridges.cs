namespace Pando.Api.Routes;

/// <summary>Bridges of the host.</summary>
public static partial class ApiRoutes
{
    /// <summary>GET: <see cref="Networks.Bridge"/>[], by name. POST <see cref="Networks.BridgeRequest"/>: <see cref="Networks.Bridge"/>, one of Open vSwitch.</summary>
    public const string Bridges = Prefix + "/bridges";

    /// <summary>GET: <see cref="Networks.Bridge"/>. PATCH <see cref="Networks.BridgeChange"/>: <see cref="Networks.Bridge"/>, until the bridge goes. DELETE: one of Open vSwitch, 204.</summary>
    public const string Bridge = Bridges + "/{bridge}";

    /// <summary>GET: <see cref="Networks.BridgeTunnel"/>[], by bridge. POST <see cref="Networks.BridgeTunnel"/>: <see cref="Networks.BridgeTunnel"/>.</summary>
    public const string Tunnels = Prefix + "/tunnels";

    /// <summary>DELETE: 204.</summary>
    public const string Tunnel = Tunnels + "/{tunnel}";

    /// <summary>PATCH <see cref="Networks.BridgePortChange"/>: <see cref="Networks.Bridge"/>, until the port goes.</summary>
    public const string BridgePort = Bridge + "/ports/{port}";

    /// <summary>GET: <see cref="Networks.BridgePortVlans"/>[], by device.</summary>
    public const string BridgeVlans = Bridge + "/vlans";

    /// <summary>PUT <see cref="Networks.BridgeVlanRequest"/>: puts a port in it, 204. DELETE <c>?device=</c>: takes it out, 204.</summary>
    public const string BridgeVlan = BridgeVlans + "/{vlan}";

    /// <summary>GET: <see cref="Networks.ForwardingEntry"/>[], by address. DELETE <c>?device=</c> (absent: all ports): forgets what was learned, 204.</summary>
    public const string BridgeAddresses = Bridge + "/addresses";

    /// <summary>PUT <see cref="Networks.ForwardingRequest"/>: writes an address down, 204. DELETE <c>?device=</c>: takes it back, 204.</summary>
    public const string BridgeAddress = BridgeAddresses + "/{mac}";
}
