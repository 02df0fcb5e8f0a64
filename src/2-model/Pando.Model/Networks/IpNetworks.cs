using System.Net;
using System.Net.Sockets;
using System.Numerics;

namespace Pando.Model.Networks;

/// <summary>Networks of addresses, past what <see cref="IPNetwork"/> has.</summary>
public static class IpNetworks
{
    /// <summary>The network that an address is in.</summary>
    public static IPNetwork Of(IPAddress member, int prefix) => new(Bounded(member, prefix, ones: false), prefix);

    /// <summary>The last address; of IPv4 the one that reaches all.</summary>
    public static IPAddress Last(IPNetwork network) => Bounded(network.BaseAddress, network.PrefixLength, ones: true);

    /// <summary>Whether an address is in both.</summary>
    public static bool Overlap(IPNetwork one, IPNetwork other) => one.Contains(other.BaseAddress) || other.Contains(one.BaseAddress);

    /// <summary>The length of the prefix that an IPv4 mask stands for; null where its ones are not all in front.</summary>
    public static int? PrefixOf(IPAddress mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var zeroes = ~BitConverter.ToUInt32([.. mask.GetAddressBytes().Reverse()]);
        return BitOperations.IsPow2(zeroes + 1UL) ? BitOperations.LeadingZeroCount(zeroes) : null;
    }

    /// <summary>The prefix of an IPv4 address's class (RFC 791), or 64: what libvirt takes where none is said.</summary>
    public static int UsualPrefix(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? 64 : address.GetAddressBytes()[0] switch
        {
            < 128 => 8,
            < 192 => 16,
            < 224 => 24,
            _ => 32,
        };
    }

    /// <summary>Whether both are IPv4, or both IPv6.</summary>
    public static bool SameFamily(string one, string other) => IPAddress.Parse(one).AddressFamily == IPAddress.Parse(other).AddressFamily;

    private static IPAddress Bounded(IPAddress address, int prefix, bool ones)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = prefix; bit < bytes.Length * 8; bit++)
        {
            var mask = (byte)(0x80 >> (bit % 8));
            bytes[bit / 8] = (byte)(ones ? bytes[bit / 8] | mask : bytes[bit / 8] & ~mask);
        }
        return new IPAddress(bytes);
    }
}
