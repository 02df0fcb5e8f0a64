using System.Net;
using Pando.Model.Domains.Devices;

namespace Pando.Model.Networks;

/// <summary>An address of the host on a network, and what is served there.</summary>
/// <param name="Address">The address.</param>
public sealed record NetworkAddress(string Address)
{
    /// <summary>Its family; null is IPv4.</summary>
    public IpFamily? Family { get; init; }

    /// <summary>The network's mask (IPv4); instead of a prefix.</summary>
    public string? Netmask { get; init; }

    /// <summary>The length of the network's prefix; null with no mask follows from the address.</summary>
    public int? Prefix { get; init; }

    /// <summary>Whether the network's names are answered for backward lookups here alone.</summary>
    public bool? LocalPointers { get; init; }

    /// <summary>The directory that is served over TFTP.</summary>
    public string? TftpRoot { get; init; }

    /// <summary>Which addresses guests get; null gives none.</summary>
    public NetworkDhcp? Dhcp { get; init; }

    /// <summary>The network of addresses that it is in.</summary>
    public IPNetwork Network()
    {
        var address = IPAddress.Parse(Address);
        return IpNetworks.Of(address, Prefix ?? (Netmask is { } mask ? IpNetworks.PrefixOf(IPAddress.Parse(mask)) : null) ?? IpNetworks.UsualPrefix(address));
    }
}

/// <summary>Which addresses guests get.</summary>
public sealed record NetworkDhcp
{
    /// <summary>From which ranges.</summary>
    public EquatableArray<DhcpRange> Ranges { get; init; }

    /// <summary>Addresses of certain guests.</summary>
    public EquatableArray<DhcpHost> Hosts { get; init; }

    /// <summary>What guests boot from over the network (IPv4).</summary>
    public DhcpBoot? Boot { get; init; }
}

/// <summary>A range of addresses for any guest.</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last.</param>
/// <param name="Lease">For how long; null is dnsmasq's usual time.</param>
public sealed record DhcpRange(string First, string Last, DhcpLease? Lease = null);

/// <summary>The address of one guest.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Mac">The address of its card (IPv4).</param>
/// <param name="ClientId">Its DUID (IPv6).</param>
/// <param name="Name">Its name.</param>
/// <param name="Lease">For how long; null is dnsmasq's usual time.</param>
public sealed record DhcpHost(string Address, MacAddress? Mac = null, string? ClientId = null, string? Name = null, DhcpLease? Lease = null);

/// <summary>For how long an address is given.</summary>
/// <param name="Expiry">How many units; 0 is for ever.</param>
/// <param name="Unit">The unit.</param>
public sealed record DhcpLease(long Expiry, DhcpLeaseUnit Unit = DhcpLeaseUnit.Minutes)
{
    /// <summary>In seconds; 0 is for ever.</summary>
    public long Seconds => Expiry * Unit switch
    {
        DhcpLeaseUnit.Seconds => 1,
        DhcpLeaseUnit.Hours => 3600,
        _ => 60,
    };
}

/// <summary>A unit of leases.</summary>
public enum DhcpLeaseUnit
{
    /// <summary>Seconds.</summary>
    Seconds,

    /// <summary>Minutes.</summary>
    Minutes,

    /// <summary>Hours.</summary>
    Hours,
}

/// <summary>What guests boot from over the network.</summary>
/// <param name="File">The file.</param>
/// <param name="Server">Who serves it; null is the host.</param>
public sealed record DhcpBoot(string File, string? Server = null);
