namespace Pando.Host.Devices;

/// <summary>What of the host uses a device: a file system on a disk of it, a network card of it that is switched on.</summary>
internal static class HostUse
{
    private const int Deepest = 8;

    /// <summary>The name of what uses the device at a place of the kernel's tree; null where nothing does.</summary>
    public static string? Of(string device, HostTree tree)
    {
        var real = Directory.ResolveLinkTarget(device, returnFinalTarget: true)?.FullName ?? device;
        var mounted = Mounted(tree);
        foreach (var (kind, name) in Children(real, 0))
        {
            if (kind == "block" && mounted.FirstOrDefault(mount => mount.Disk.StartsWith(name, StringComparison.Ordinal)) is { Place: { } place })
            {
                return $"{name} ({place})";
            }
            if (kind == "net" && HostTree.Line(Path.Combine(tree.Sys, "class/net", name, "operstate")) is "up" or "unknown")
            {
                return name;
            }
        }
        return null;
    }

    /// <summary>The disks and cards below a device, wherever in its tree they are.</summary>
    private static IEnumerable<(string Kind, string Name)> Children(string folder, int depth)
    {
        foreach (var below in Below(folder))
        {
            var name = Path.GetFileName(below);
            if (name is "block" or "net")
            {
                foreach (var child in Below(below))
                {
                    yield return (name, Path.GetFileName(child));
                }
            }
            else if (depth < Deepest)
            {
                foreach (var found in Children(below, depth + 1))
                {
                    yield return found;
                }
            }
        }
    }

    // A link leads out of the device, or back up.
    private static IEnumerable<string> Below(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder).Where(child => new DirectoryInfo(child).LinkTarget is null)
        : [];

    private static List<(string Disk, string? Place)> Mounted(HostTree tree) =>
        [.. File.ReadLines(tree.Mounts).Select(line => line.Split(' '))
            .Where(parts => parts.Length > 1 && parts[0].StartsWith("/dev/", StringComparison.Ordinal))
            .Select(parts => (Path.GetFileName(parts[0]), (string?)parts[1]))];
}
