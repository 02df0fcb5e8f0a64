using System.Net;
using System.Net.Sockets;

namespace Pando.Networks.Dnsmasq;

/// <summary>The DNS zone of backward lookups into a network of addresses (RFC 1035, RFC 3596): whole octets, or whole digits of IPv6.</summary>
internal static class ReverseZone
{
    private const int BitsPerOctet = 8;
    private const int BitsPerDigit = 4;

    public static string Of(IPNetwork network)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        return network.BaseAddress.AddressFamily == AddressFamily.InterNetwork
            ? string.Join('.', bytes.Take(network.PrefixLength / BitsPerOctet).Reverse().Select(static octet => $"{octet}").Append("in-addr.arpa"))
            : string.Join('.', Convert.ToHexStringLower(bytes).Take(network.PrefixLength / BitsPerDigit).Reverse().Select(static digit => $"{digit}").Append("ip6.arpa"));
    }
}
