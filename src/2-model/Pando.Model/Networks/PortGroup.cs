using Pando.Model.Domains.Devices;

namespace Pando.Model.Networks;

/// <summary>A class of interfaces on a network.</summary>
/// <param name="Name">Its name, which interfaces say.</param>
public sealed record PortGroup(string Name)
{
    /// <summary>Whether interfaces that say none are in it.</summary>
    public bool? IsDefault { get; init; }

    /// <summary>Whether guests may say which packets reach their interfaces.</summary>
    public bool? TrustGuestFilters { get; init; }

    /// <summary>How its interfaces are announced to their switch.</summary>
    public VirtualPort? VirtualPort { get; init; }

    /// <summary>How fast each of its interfaces may be.</summary>
    public InterfaceBandwidth? Bandwidth { get; init; }

    /// <summary>The VLANs of its interfaces.</summary>
    public VlanTags? Vlan { get; init; }
}
