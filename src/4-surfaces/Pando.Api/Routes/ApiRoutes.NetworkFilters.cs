namespace Pando.Api.Routes;

/// <summary>Network filters.</summary>
public static partial class ApiRoutes
{
    /// <summary>GET: <see cref="Networks.NetworkFilter"/>[], by name. POST filter XML: <see cref="Networks.NetworkFilter"/>.</summary>
    public const string NetworkFilterList = Prefix + "/network-filters";

    /// <summary>GET: <see cref="Networks.NetworkFilter"/>. DELETE: moves its definition to the trash, 204.</summary>
    public const string NetworkFilter = NetworkFilterList + "/{filter}";

    /// <summary>GET: its XML. PUT: stores a new version, which is in force at once.</summary>
    public const string NetworkFilterXml = NetworkFilter + "/xml";

    /// <summary>GET: <see cref="Networks.FilterBinding"/>[]. POST, libvirt's filterbinding XML: <see cref="Networks.FilterBinding"/>.</summary>
    public const string FilterBindings = Prefix + "/filter-bindings";

    /// <summary>DELETE: 204.</summary>
    public const string FilterBinding = FilterBindings + "/{port}";

    /// <summary>GET: libvirt's filterbinding XML.</summary>
    public const string FilterBindingXml = FilterBinding + "/xml";
}
