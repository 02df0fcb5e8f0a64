using System.Net.NetworkInformation;
using Pando.Linux.Files;

namespace Pando.Host.Devices;

/// <summary>
/// What of the host uses a device: a file system or a volume on a disk of it, a network card of it that is switched on, has an
/// address or belongs to a bridge.
/// </summary>
internal static class HostUse
{
    private const string UpperPrefix = "upper_";

    /// <summary>The name of what uses the device at a place of the kernel's tree; null where nothing does.</summary>
    public static string? Of(string device, HostTree tree) =>
        DeviceChildren.Of(device, tree).Select(child => child.IsDisk ? OfDisk(child, tree) : OfCard(child, tree)).FirstOrDefault(user => user is not null);

    private static string? OfDisk(DeviceChild disk, HostTree tree)
    {
        var mounted = Mounted(tree);
        foreach (var (name, folder) in Parts(disk))
        {
            if (mounted.TryGetValue(name, out var place))
            {
                return $"{name} ({place})";
            }
            // LVM, RAID and encryption stand on it.
            if (Names(Path.Combine(folder, "holders"), "*").FirstOrDefault() is { } holder)
            {
                return $"{name} ({holder})";
            }
        }
        // Swap, ZFS, the further disks of a btrfs: the kernel knows that it is held, and does not list by what.
        var node = Path.Combine(tree.Dev, disk.Name);
        return File.Exists(node) && BlockDevice.IsHeld(node) ? disk.Name : null;
    }

    private static string? OfCard(DeviceChild card, HostTree tree)
    {
        var folder = Path.Combine(tree.Sys, "class/net", card.Name);
        if (HostTree.Line(Path.Combine(folder, "operstate")) is "up" or "unknown")
        {
            return card.Name;
        }
        if (HostTree.Target(Path.Combine(folder, "master")) is { } master)
        {
            return $"{card.Name} ({master})";
        }
        // What stands on it: a VLAN, a macvtap.
        if (Names(folder, UpperPrefix + "*").FirstOrDefault() is { } upper)
        {
            return $"{card.Name} ({upper[UpperPrefix.Length..]})";
        }
        return AddressOf(card.Name) is { } address ? $"{card.Name} ({address})" : null;
    }

    /// <summary>A card without a cable keeps its addresses and the routes through it.</summary>
    private static string? AddressOf(string card) => NetworkInterface.GetAllNetworkInterfaces()
        .FirstOrDefault(other => other.Name == card)?.GetIPProperties().UnicastAddresses.FirstOrDefault()?.Address.ToString();

    private static IEnumerable<(string Name, string Folder)> Parts(DeviceChild disk) =>
        [(disk.Name, disk.Folder), .. Names(disk.Folder, disk.Name + "*").Select(part => (part, Path.Combine(disk.Folder, part)))];

    private static IEnumerable<string> Names(string folder, string pattern) =>
        Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder, pattern).Select(entry => Path.GetFileName(entry)) : [];

    private static Dictionary<string, string> Mounted(HostTree tree)
    {
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parts in File.ReadLines(tree.Mounts).Select(line => line.Split(' ')))
        {
            if (parts.Length > 1 && parts[0].StartsWith("/dev/", StringComparison.Ordinal))
            {
                places.TryAdd(Path.GetFileName(parts[0]), parts[1]);
            }
        }
        return places;
    }
}
