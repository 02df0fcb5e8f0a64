using System.Globalization;
using System.Net;
using Pando.Model.Networks;

namespace Pando.Networks;

/// <summary>The network that a new host has: the name and the subnet that everybody knows from libvirt, or the next that is free.</summary>
internal static class DefaultNetwork
{
    public const string Name = "default";

    private const int FirstOctet = 122;
    private const int LastOctet = 254;
    private const int PrefixLength = 24;

    /// <summary>Its definition; null where no subnet is free.</summary>
    /// <param name="taken">What the host reaches already, and the subnets of its other networks.</param>
    public static string? Xml(IEnumerable<IPNetwork> taken)
    {
        var all = taken.Where(static network => network.PrefixLength > 0).ToArray();
        return Enumerable.Range(FirstOctet, LastOctet - FirstOctet + 1)
            .Where(octet => Array.TrueForAll(all, network => !Overlaps(network, octet)))
            .Select(static octet => string.Create(CultureInfo.InvariantCulture, $"""
                <network>
                  <name>{Name}</name>
                  <forward mode='nat'/>
                  <ip address='192.168.{octet}.1' netmask='255.255.255.0'>
                    <dhcp><range start='192.168.{octet}.2' end='192.168.{octet}.254'/></dhcp>
                  </ip>
                </network>
                """))
            .FirstOrDefault();
    }

    private static bool Overlaps(IPNetwork network, int octet)
    {
        var subnet = new IPNetwork(new IPAddress([192, 168, (byte)octet, 0]), PrefixLength);
        return network.BaseAddress.AddressFamily == subnet.BaseAddress.AddressFamily && IpNetworks.Overlap(network, subnet);
    }
}
