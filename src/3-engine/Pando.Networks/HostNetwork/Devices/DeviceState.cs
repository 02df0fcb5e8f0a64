using System.Net;
using System.Text.Json.Serialization;
using Pando.Linux.Networking;

namespace Pando.Networks.HostNetwork.Devices;

/// <summary>How a device is made where it is not there.</summary>
/// <param name="Kind"><c>bridge</c>, <c>vlan</c> or <c>bond</c>.</param>
internal sealed record DeviceMaking(string Kind)
{
    public string? Lower { get; init; }

    public int? Vlan { get; init; }

    public BondSettings? Bond { get; init; }

    public bool SpanningTree { get; init; }
}

/// <summary>
/// One device of the host's network as it was, or as it is to be: a change is the way from some of these to others, and taking it back
/// is the way back.
/// </summary>
internal sealed record DeviceState(string Name)
{
    /// <summary>Whether there is such a device.</summary>
    public bool IsPresent { get; init; } = true;

    /// <summary>How it is made; null for a card, which is there.</summary>
    public DeviceMaking? Making { get; init; }

    /// <summary>The bridge or bond that it belongs to.</summary>
    public string? Master { get; init; }

    /// <summary>Its address in 48 bits; null is whatever it has.</summary>
    public long? Mac { get; init; }

    /// <summary>The largest packet in bytes; null is whatever it has.</summary>
    public int? Mtu { get; init; }

    public bool IsUp { get; init; }

    public IReadOnlyList<AddressState> Addresses { get; init; } = [];

    public IReadOnlyList<RouteState> Routes { get; init; } = [];
}

/// <summary>An address, in a form that is kept on disk.</summary>
internal sealed record AddressState(string Address, int Prefix, string? Peer, string? Broadcast, string? Label, byte Scope, uint Flags, bool IsLent)
{
    public static AddressState Of(DeviceAddress address) => new(
        address.Address.ToString(), address.Prefix, address.Peer?.ToString(), address.Broadcast?.ToString(), address.Label, address.Scope,
        address.Flags & DeviceAddress.WithoutRoute, address.IsLent);

    /// <summary>The same on a device, which nobody needs to be asked for: it was ours before.</summary>
    public DeviceAddress On(NetworkLink link)
    {
        var address = IPAddress.Parse(Address);
        var isSix = address.GetAddressBytes().Length > 4;
        return new DeviceAddress(
            link.Index, address, Prefix, Parsed(Peer), Parsed(Broadcast), isSix ? null : link.Name + Suffix, Scope, isSix ? Flags | DeviceAddress.Unquestioned : Flags, IsLent: false);
    }

    // eth0:1 is br0:1 on br0.
    private string Suffix => Label?.IndexOf(':', StringComparison.Ordinal) is >= 0 and var at ? Label[at..] : string.Empty;

    private static IPAddress? Parsed(string? text) => text is null ? null : IPAddress.Parse(text);
}

/// <summary>A route, in a form that is kept on disk.</summary>
internal sealed record RouteState(string To, int Prefix, string? Gateway, uint? Metric, string? Source, uint Table, byte Protocol, byte Scope, bool OnLink, byte[]? Metrics)
{
    [JsonIgnore]
    public bool IsDefault => Prefix == 0 && Table == DeviceRoute.Main;

    public static RouteState Of(DeviceRoute route) => new(
        route.To.ToString(), route.Prefix, route.Gateway?.ToString(), route.Metric, route.Source?.ToString(), route.Table, route.Protocol, route.Scope, route.OnLink, route.Metrics);

    public DeviceRoute On(NetworkLink link) => new(
        link.Index, IPAddress.Parse(To), Prefix, Parsed(Gateway), Metric, Parsed(Source), Table, Protocol, Scope, OnLink, Metrics);

    private static IPAddress? Parsed(string? text) => text is null ? null : IPAddress.Parse(text);
}
