namespace Pando.GuestAgent;

/// <summary>The guest's network interfaces.</summary>
public sealed record GuestNetworkGetInterfaces() : AgentVerb<IReadOnlyList<GuestNetworkInterface>>("guest-network-get-interfaces");

/// <summary>A network interface of the guest.</summary>
/// <param name="Name">As the guest calls it.</param>
/// <param name="HardwareAddress">Its MAC address.</param>
/// <param name="IpAddresses">Its addresses.</param>
public sealed record GuestNetworkInterface(string Name, string? HardwareAddress = null, IReadOnlyList<GuestIpAddress>? IpAddresses = null);

/// <summary>An address of an interface.</summary>
/// <param name="IpAddress">The address.</param>
/// <param name="IpAddressType"><c>ipv4</c> or <c>ipv6</c>.</param>
/// <param name="Prefix">The length of its network's prefix.</param>
public sealed record GuestIpAddress(string IpAddress, string IpAddressType, int Prefix);
