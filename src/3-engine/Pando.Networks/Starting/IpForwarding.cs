using System.Net;
using System.Net.Sockets;
using Pando.Model.Networks;

namespace Pando.Networks.Starting;

/// <summary>The host as a router (ip-sysctl of the kernel's documentation). Never switched off again: others may rely on it by then.</summary>
internal static class IpForwarding
{
    private const string FourSwitch = "/proc/sys/net/ipv4/ip_forward";
    private const string SixSwitch = "/proc/sys/net/ipv6/conf/all/forwarding";

    public static void SwitchOnFor(NetworkDefinition network)
    {
        if (network.Forward is null)
        {
            return;
        }
        var families = network.Addresses.Items.Select(static address => IPAddress.Parse(address.Address).AddressFamily).ToHashSet();
        foreach (var (family, file) in new[] { (AddressFamily.InterNetwork, FourSwitch), (AddressFamily.InterNetworkV6, SixSwitch) })
        {
            if (families.Contains(family) && File.ReadAllText(file).Trim() == "0")
            {
                File.WriteAllText(file, "1");
            }
        }
    }
}
