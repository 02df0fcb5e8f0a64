using Pando.Model.Domains.Devices;

namespace Pando.Model.Networks;

/// <summary>The DNS domain of a network's guests.</summary>
/// <param name="Name">Its name.</param>
/// <param name="LocalOnly">Whether names in it are never asked of other servers.</param>
public sealed record NetworkDomain(string Name, bool? LocalOnly = null);

/// <summary>What a network's DNS server does and answers.</summary>
public sealed record NetworkDns
{
    /// <summary>Whether there is one; null is yes.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Whether names without a dot are asked of other servers; null is yes.</summary>
    public bool? ForwardsPlainNames { get; init; }

    /// <summary>Whom it asks; none: the host's own servers.</summary>
    public EquatableArray<DnsForwarder> Forwarders { get; init; }

    /// <summary>TXT records.</summary>
    public EquatableArray<DnsText> Texts { get; init; }

    /// <summary>SRV records.</summary>
    public EquatableArray<DnsService> Services { get; init; }

    /// <summary>Names of addresses.</summary>
    public EquatableArray<DnsHost> Hosts { get; init; }
}

/// <summary>A DNS server that is asked.</summary>
/// <param name="Address">Its address; null with a domain: nobody is asked for that.</param>
/// <param name="Domain">For which names; null is all.</param>
public sealed record DnsForwarder(string? Address, string? Domain);

/// <summary>A TXT record.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its text.</param>
public sealed record DnsText(string Name, string Value);

/// <summary>An SRV record (RFC 2782).</summary>
/// <param name="Service">The service.</param>
/// <param name="Protocol">Over which protocol.</param>
/// <param name="Domain">In which domain; null is the network's.</param>
/// <param name="Target">Which host serves it; null says that nobody does.</param>
/// <param name="Port">On which port.</param>
/// <param name="Priority">Lower is asked first.</param>
/// <param name="Weight">Of the same priority, higher is asked more often.</param>
public sealed record DnsService(
    string Service, PortProtocol Protocol, string? Domain = null, string? Target = null, int? Port = null, int? Priority = null, int? Weight = null);

/// <summary>Names of one address.</summary>
/// <param name="Address">The address.</param>
/// <param name="Names">Its names, at least one.</param>
public sealed record DnsHost(string Address, EquatableArray<string> Names);
