namespace Pando.Api.Routes;

/// <summary>Virtual networks.</summary>
public static partial class ApiRoutes
{
    /// <summary>
    /// GET: <see cref="Networks.Network"/>[], by name. POST network XML: <see cref="Networks.Network"/>; <c>?create=transient</c> starts
    /// it without storing it.
    /// </summary>
    public const string NetworkList = Prefix + "/networks";

    /// <summary>GET: <see cref="Networks.Network"/>. DELETE: removes its definition, 204.</summary>
    public const string Network = NetworkList + "/{network}";

    /// <summary>GET: its network XML, <c>?inactive=true</c>: what the next start uses. PUT: stores a new version.</summary>
    public const string NetworkXml = Network + "/xml";

    /// <summary>POST: <see cref="Networks.Network"/>.</summary>
    public const string NetworkStart = Network + "/start";

    /// <summary>POST: <see cref="Networks.Network"/>; 204 for one that is not stored.</summary>
    public const string NetworkStop = Network + "/stop";

    /// <summary>PUT <see cref="Machines.AutostartRequest"/>: <see cref="Networks.Network"/>.</summary>
    public const string NetworkAutostart = Network + "/autostart";

    /// <summary>GET: <see cref="Networks.DhcpLease"/>[], by address.</summary>
    public const string NetworkLeases = Network + "/leases";

    /// <summary>POST one element <c>?section=&amp;edit=&amp;parent=&amp;scope=</c>: <see cref="Networks.Network"/>.</summary>
    public const string NetworkUpdate = Network + "/update";

    /// <summary>GET: <see cref="Networks.PortForward"/>[]. POST <see cref="Networks.PortForward"/> <c>?scope=</c>: <see cref="Networks.PortForward"/>[].</summary>
    public const string NetworkForwards = Network + "/forwards";

    /// <summary>DELETE <c>?address=&amp;scope=</c>: <see cref="Networks.PortForward"/>[].</summary>
    public const string NetworkForward = NetworkForwards + "/{protocol}/{port}";
}
