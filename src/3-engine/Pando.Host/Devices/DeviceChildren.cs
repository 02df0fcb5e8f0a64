namespace Pando.Host.Devices;

/// <summary>A disk or a network card that a device of the host is, or that is on it.</summary>
/// <param name="Name">The kernel's: <c>sda</c>, <c>nvme0n1</c>, <c>eth0</c>.</param>
/// <param name="Folder">What the kernel says of it.</param>
/// <param name="IsDisk">Whether it is a disk.</param>
internal sealed record DeviceChild(string Name, string Folder, bool IsDisk);

/// <summary>Finds the disks and the network cards below a device, wherever in its tree they are.</summary>
internal static class DeviceChildren
{
    // A disk behind the hubs of a USB controller.
    private const int Deepest = 16;

    public static IEnumerable<DeviceChild> Of(string device, HostTree tree) =>
        Below(Directory.ResolveLinkTarget(device, returnFinalTarget: true)?.FullName ?? device, tree, 0);

    private static IEnumerable<DeviceChild> Below(string folder, HostTree tree, int depth)
    {
        foreach (var below in Folders(folder))
        {
            var kind = Kind(below);
            if (kind is "block" or "net")
            {
                yield return kind == "block" ? Disk(below, tree) : new DeviceChild(Path.GetFileName(below), below, IsDisk: false);
            }
            else if (depth < Deepest)
            {
                foreach (var found in Below(below, tree, depth + 1))
                {
                    yield return found;
                }
            }
        }
    }

    // A namespace of NVMe stands at its controller itself, not in a folder of disks as others do.
    private static string? Kind(string folder) => HostTree.Target(Path.Combine(folder, "subsystem")) ?? Path.GetFileName(Path.GetDirectoryName(folder));

    /// <summary>Of an NVMe drive that can have several controllers, nvme0c1n1 is only the path by one of them to the disk nvme0n1, which stands elsewhere.</summary>
    private static DeviceChild Disk(string folder, HostTree tree)
    {
        var name = Path.GetFileName(folder);
        if (name.StartsWith("nvme", StringComparison.Ordinal) && name.IndexOf('c', StringComparison.Ordinal) is > 0 and var path)
        {
            var whole = name[..path] + name[name.IndexOf('n', path)..];
            return new DeviceChild(whole, Path.Combine(tree.Sys, "class/block", whole), IsDisk: true);
        }
        return new DeviceChild(name, folder, IsDisk: true);
    }

    // A link leads out of the device, or back up.
    private static IEnumerable<string> Folders(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder).Where(child => new DirectoryInfo(child).LinkTarget is null)
        : [];
}
