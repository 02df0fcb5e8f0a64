using System.Net;
using System.Numerics;

namespace Pando.Networks.Dnsmasq;

/// <summary>How many addresses are from one to another, both counted; at most as many as a server keeps.</summary>
internal static class RangeSize
{
    private const long Most = 65_536;

    public static long Of(string first, string last)
    {
        var size = Number(last) - Number(first) + 1;
        return (long)BigInteger.Min(BigInteger.Max(size, 0), Most);
    }

    private static BigInteger Number(string address) => new(IPAddress.Parse(address).GetAddressBytes(), isUnsigned: true, isBigEndian: true);
}
