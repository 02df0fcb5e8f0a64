using System.Security.Cryptography;
using System.Text;
using Pando.Linux.Networking;
using Pando.Model.Networks;

namespace Pando.Networks.Shaping;

/// <summary>
/// The device (<c>ifb</c>) that what a limited one receives goes through: the kernel lets only what is sent wait, and what is received it
/// could but throw away. It does not go away by itself; it is known again by its name and the address that it was given.
/// </summary>
internal static class IntermediateDevice
{
    private const string DeviceKind = "ifb";
    private const string Prefix = "ifb-";

    /// <summary>Its name, which follows from that of the device: no other device has that at the same time.</summary>
    public static string NameFor(string device) => Prefix.Length + device.Length <= NetworkBridge.LongestName
        ? Prefix + device
        : Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(device)))[..(NetworkBridge.LongestName - Prefix.Length)];

    /// <summary>Makes it; what is left of an earlier device of that name gives way.</summary>
    /// <param name="links">The way to the kernel.</param>
    /// <param name="name">Its name.</param>
    /// <param name="mark">The address in 48 bits that it is known again by.</param>
    public static NetworkLink Make(NetworkLinks links, string name, long mark)
    {
        if (links.Find(name) is { Kind: DeviceKind } left)
        {
            if (left.Mac == mark && left.IsUp)
            {
                return left;
            }
            links.Delete(left);
        }
        var made = links.Make(name, DeviceKind, mark);
        links.Change(made, new NetworkLinkChange { Up = true });
        return made;
    }

    /// <summary>Removes it if it is the one that was made.</summary>
    public static void Remove(NetworkLinks links, string name, long mark)
    {
        if (links.Find(name) is { Kind: DeviceKind } link && link.Mac == mark)
        {
            links.Delete(link);
        }
    }
}
