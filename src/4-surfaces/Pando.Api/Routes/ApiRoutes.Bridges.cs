namespace Pando.Api.Routes;

/// <summary>Bridges of the host.</summary>
public static partial class ApiRoutes
{
    /// <summary>GET: <see cref="Networks.Bridge"/>[], by name.</summary>
    public const string Bridges = Prefix + "/bridges";

    /// <summary>GET: <see cref="Networks.Bridge"/>. PATCH <see cref="Networks.BridgeChange"/>: <see cref="Networks.Bridge"/>, until the bridge goes.</summary>
    public const string Bridge = Bridges + "/{bridge}";

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
