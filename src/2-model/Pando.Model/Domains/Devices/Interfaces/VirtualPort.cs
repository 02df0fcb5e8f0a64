using System.Xml.Serialization;

namespace Pando.Model.Domains.Devices;

/// <summary>How an interface is announced to the switch that it is plugged into.</summary>
public sealed record VirtualPort
{
    /// <summary>The kind of switch; null leaves it to the network.</summary>
    public VirtualPortType? Type { get; init; }

    /// <summary>The VSI manager (802.1Qbg), at most 255.</summary>
    public int? ManagerId { get; init; }

    /// <summary>The VSI type (802.1Qbg), at most 16777215.</summary>
    public int? TypeId { get; init; }

    /// <summary>The version of the VSI type (802.1Qbg), at most 255.</summary>
    public int? TypeIdVersion { get; init; }

    /// <summary>The VSI instance (802.1Qbg).</summary>
    public Guid? InstanceId { get; init; }

    /// <summary>The profile of the port (802.1Qbh, Open vSwitch).</summary>
    public string? ProfileId { get; init; }

    /// <summary>The identity of the port (Open vSwitch, Midonet).</summary>
    public Guid? InterfaceId { get; init; }
}

/// <summary>A kind of switch.</summary>
public enum VirtualPortType
{
    /// <summary>IEEE 802.1Qbg (VEPA).</summary>
    [XmlEnum("802.1Qbg")]
    Qbg,

    /// <summary>IEEE 802.1Qbh (VN-Link).</summary>
    [XmlEnum("802.1Qbh")]
    Qbh,

    /// <summary>Open vSwitch.</summary>
    [XmlEnum("openvswitch")]
    OpenVSwitch,

    /// <summary>Midonet.</summary>
    Midonet,
}
