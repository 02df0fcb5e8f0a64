using System.Xml.Serialization;

namespace Pando.Model.Networks;

/// <summary>The bridge of a network.</summary>
public sealed record NetworkBridge
{
    /// <summary>The longest name that the kernel takes for a device (IFNAMSIZ, without the end).</summary>
    public const int LongestName = 15;

    /// <summary>Its name; null lets one be chosen, and <c>%d</c> in it stands for a number that is.</summary>
    public string? Name { get; init; }

    /// <summary>firewalld's zone that it is put into where it names none.</summary>
    public const string UsualZone = "pando";

    /// <summary>firewalld's zone that it is put into; null is <see cref="UsualZone"/>, for an open network none.</summary>
    public string? Zone { get; init; }

    /// <summary>Whether it looks for loops (IEEE 802.1D); null is yes.</summary>
    public bool? SpanningTree { get; init; }

    /// <summary>How long a port listens before it forwards, in seconds; null is not at all.</summary>
    public int? DelaySeconds { get; init; }

    /// <summary>Who keeps the table of addresses; null leaves it to the kernel.</summary>
    public AddressTableOwner? TableOwner { get; init; }
}

/// <summary>Who keeps a bridge's table of addresses.</summary>
public enum AddressTableOwner
{
    /// <summary>The kernel learns from what passes, and floods what it does not know.</summary>
    Kernel,

    /// <summary>We say which guest is where, and nothing is learned or flooded.</summary>
    [XmlEnum("libvirt")]
    Host,
}
