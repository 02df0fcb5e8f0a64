using System.Xml.Serialization;

namespace Pando.Model.Networks;

/// <summary>A part of a network that is changed by itself, also while the network is active (virsh's <c>net-update</c>).</summary>
public enum NetworkSection
{
    /// <summary>The cards that it goes through.</summary>
    [XmlEnum("forward-interface")]
    ForwardInterface,

    /// <summary>Its classes of interfaces.</summary>
    [XmlEnum("portgroup")]
    PortGroup,

    /// <summary>Guests that always get the same address.</summary>
    [XmlEnum("ip-dhcp-host")]
    DhcpHost,

    /// <summary>Addresses that are given out.</summary>
    [XmlEnum("ip-dhcp-range")]
    DhcpRange,

    /// <summary>Names of addresses.</summary>
    [XmlEnum("dns-host")]
    DnsHost,

    /// <summary>Texts of names.</summary>
    [XmlEnum("dns-txt")]
    DnsText,

    /// <summary>Where services are.</summary>
    [XmlEnum("dns-srv")]
    DnsService,
}

/// <summary>What happens to an element of a section.</summary>
public enum SectionEdit
{
    /// <summary>It takes the place of the one with the same key.</summary>
    [XmlEnum("modify")]
    Modify,

    /// <summary>The one with the same key goes.</summary>
    [XmlEnum("delete")]
    Delete,

    /// <summary>It becomes the last one.</summary>
    [XmlEnum("add-last")]
    AddLast,

    /// <summary>It becomes the first one.</summary>
    [XmlEnum("add-first")]
    AddFirst,
}
