using System.Net;
using System.Net.Sockets;
using Pando.Model;
using Pando.Model.Domains.Devices;
using Pando.Model.Networks;
using Pando.Networks.Dnsmasq;

namespace Pando.Networks.Filters;

/// <summary>The IPv4 addresses of guests at one time, as the servers of their networks gave them, or are going to.</summary>
internal sealed class LentAddresses(INetworks networks, InstancePaths paths, DateTimeOffset now)
{
    // A guest without an address calls itself so (RFC 2131): while it is nobody else, it can ask for one and nothing more.
    public const string NoneYet = "0.0.0.0";

    private readonly Dictionary<NetworkId, Dictionary<MacAddress, string>> _leases = [];

    /// <summary>Null where nobody of Pando's gives it one.</summary>
    public string? Of(FilteredCard card)
    {
        if (card.Network is not { } name || networks.Find(name) is not { Live.Definition: { MakesBridge: true } network })
        {
            return null;
        }
        var served = network.Addresses.Items.Where(static address => address.Dhcp is not null && IsIPv4(address.Network().BaseAddress)).ToArray();
        if (served.Length == 0)
        {
            return null;
        }
        return served.SelectMany(static address => address.Dhcp!.Hosts.Items).FirstOrDefault(host => host.Mac == card.Mac)?.Address
            ?? Leases(network.Id).GetValueOrDefault(card.Mac, NoneYet);
    }

    private Dictionary<MacAddress, string> Leases(NetworkId network)
    {
        if (!_leases.TryGetValue(network, out var known))
        {
            _leases[network] = known = [];
            foreach (var lease in LeaseFile.Read(DnsmasqFiles.Of(paths, network).Leases, now))
            {
                if (lease.Mac is { } mac && IPAddress.TryParse(lease.Address, out var address) && IsIPv4(address))
                {
                    known[mac] = lease.Address;
                }
            }
        }
        return known;
    }

    private static bool IsIPv4(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork;
}
