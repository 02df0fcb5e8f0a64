using System.Net.Sockets;
using Pando.Linux.Networking;

namespace Pando.Networks.HostNetwork.Devices;

/// <summary>The host's network devices at one moment, with what they carry.</summary>
internal sealed class HostDeviceList
{
    private readonly Dictionary<string, NetworkLink> _byName;
    private readonly Dictionary<int, NetworkLink> _byIndex;
    private readonly ILookup<int, DeviceAddress> _addresses;
    private readonly ILookup<int, DeviceRoute> _routes;
    private readonly IReadOnlySet<int> _severalWays;

    private HostDeviceList(IReadOnlyList<NetworkLink> links, IReadOnlyList<DeviceAddress> addresses, DeviceRoutes routes)
    {
        Links = [.. links.DistinctBy(static link => link.Index).OrderBy(static link => link.Name, StringComparer.Ordinal)];
        _byName = Links.ToDictionary(static link => link.Name, StringComparer.Ordinal);
        _byIndex = Links.ToDictionary(static link => link.Index);
        _addresses = addresses.ToLookup(static address => address.Device);
        _routes = routes.All().ToLookup(static route => route.Device);
        _severalWays = routes.DevicesOfSeveralWays();
    }

    public IReadOnlyList<NetworkLink> Links { get; }

    public static HostDeviceList Read()
    {
        using var links = NetworkLinks.Open();
        using var addresses = new DeviceAddresses();
        using var routes = new DeviceRoutes();
        return new HostDeviceList(links.All(), addresses.All(), routes);
    }

    public NetworkLink? Find(string name) => _byName.GetValueOrDefault(name);

    public string? NameOf(int? index) => index is { } number ? _byIndex.GetValueOrDefault(number)?.Name : null;

    public IEnumerable<NetworkLink> PortsOf(NetworkLink master) => Links.Where(link => link.Master == master.Index);

    /// <summary>What stands on a device. The two ends of a pair name each other, and neither stands on the other.</summary>
    public IEnumerable<NetworkLink> UppersOf(NetworkLink lower) => Links.Where(link => link.Lower == lower.Index && link.Index != lower.Index && link.Kind != "veth");

    public bool HasSeveralWays(NetworkLink link) => _severalWays.Contains(link.Index);

    /// <summary>What a device carries that can be moved: not what each device makes for itself.</summary>
    public DeviceState StateOf(NetworkLink link, DeviceMaking? making = null) => new(link.Name)
    {
        Making = making,
        Master = NameOf(link.Master),
        Mac = link.Mac,
        Mtu = link.Mtu,
        IsUp = link.IsUp,
        Addresses = [.. AddressesOf(link).Select(AddressState.Of)],
        Routes = [.. RoutesOf(link).Select(RouteState.Of)],
    };

    public IEnumerable<DeviceAddress> AddressesOf(NetworkLink link) => _addresses[link.Index].Where(static address =>
        address.Address.AddressFamily == AddressFamily.InterNetwork || (address.Scope != DeviceAddress.LinkScope && (address.Flags & DeviceAddress.Temporary) == 0));

    public IEnumerable<DeviceRoute> RoutesOf(NetworkLink link) => _routes[link.Index].Where(static route => !route.To.IsIPv6LinkLocal && !route.To.IsIPv6Multicast);
}
