using System.Net;
using System.Net.Sockets;
using Pando.Model.Domains.Devices;

namespace Pando.Model.Xml.Devices;

/// <summary>IP addresses as people write them: four numbers, or groups with colons; no shorter forms.</summary>
internal static class IpText
{
    /// <summary>Null where it is no address.</summary>
    public static IpFamily? FamilyOf(string text) => IPAddress.TryParse(text, out var address) ? address.AddressFamily switch
    {
        AddressFamily.InterNetwork when text.Split('.').Length == 4 => IpFamily.IPv4,
        AddressFamily.InterNetworkV6 when !text.Contains('%', StringComparison.Ordinal) && !text.StartsWith('[') => IpFamily.IPv6,
        _ => null,
    } : null;
}
