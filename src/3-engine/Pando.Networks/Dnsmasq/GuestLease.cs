using Pando.Model.Domains.Devices;

namespace Pando.Networks.Dnsmasq;

/// <summary>An address that a server has given to a guest.</summary>
/// <param name="Address">The address.</param>
/// <param name="Mac">The card that asked (IPv4; of IPv6 what its DUID says); null where it does not say.</param>
/// <param name="ExpiresAt">Until when; null is for ever.</param>
/// <param name="HostName">What the guest calls itself.</param>
/// <param name="ClientId">How it names itself to the server; of IPv6 its DUID.</param>
/// <param name="InterfaceId">The number of its interface (IPv6, IAID).</param>
public sealed record GuestLease(string Address, MacAddress? Mac, DateTimeOffset? ExpiresAt, string? HostName, string? ClientId, string? InterfaceId = null);
