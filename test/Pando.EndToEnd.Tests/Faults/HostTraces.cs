using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pando.Linux.Files;
using Pando.TestNamespaces;

namespace Pando.EndToEnd.Tests.Faults;

/// <summary>What an instance has of its host beside its files: one line for each control group, network device, mount, lock, open file and process.</summary>
internal static class HostTraces
{
    private const int MountPoint = 4;
    private const int MarkDigits = 8;

    /// <summary>Where the daemon sees a tree of control groups of version 2; <see cref="FaultyInstance"/> mounts one there.</summary>
    public const string Groups = "/sys/fs/cgroup";

    /// <summary>All of it as it is now.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="network">The network that it is in; null where it is the host's, whose devices are others', too.</param>
    public static IEnumerable<string> Of(Instance instance, NamedNetwork? network) =>
    [
        .. ControlGroups(instance),
        .. (network?.Devices() ?? []).Select(static device => $"device {device.TrimEnd(Digits)}"),
        .. Mounts(instance).Select(static path => $"mount {path}"),
        .. Locked(instance).Select(static path => $"lock on {path}"),
        .. Open(instance).Select(static path => $"held open {path}"),
        .. instance.OtherProcesses().Select(static pid => $"process {Text($"/proc/{pid}/comm").Trim()}"),
    ];

    // Names of devices are counted on; which number is free does not matter.
    private static readonly char[] Digits = [.. "0123456789"];

    private static IEnumerable<string> ControlGroups(Instance instance)
    {
        // As the daemon sees it; the host's own tree may be of version 1.
        var machines = $"/proc/{instance.Daemon.Id}/root{Groups}/machine";
        // All trees of version 2 are one: others' machines are in it, too. Ours have the mark of the instance.
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.Combine(instance.Root, "run"))))[..MarkDigits];
        return Directory.Exists(machines)
            ? Directory.EnumerateDirectories(machines, $"pando-*-{mark}").Select(group => $"control group {Path.GetRelativePath(machines, group)}")
            : [];
    }

    private static IEnumerable<string> Mounts(Instance instance) =>
        Lines($"/proc/{instance.Daemon.Id}/mountinfo").Select(static line => line.Split(' ')[MountPoint]).Where(path => path.StartsWith(instance.Root, StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(instance.Root, path));

    // "1: OFDLCK ADVISORY READ -1 00:1f:123 100 100"
    private static IEnumerable<string> Locked(Instance instance)
    {
        var locked = Lines("/proc/locks").Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(static fields => fields.Length > 5 && fields[1] != "->")
            .Select(static fields => fields[^3].Split(':')[^1]).ToHashSet(StringComparer.Ordinal);
        return Traces.Entries(instance.Root).OfType<FileInfo>().Where(file => Inode(file.FullName) is { } inode && locked.Contains(inode))
            .Select(file => Path.GetRelativePath(instance.Root, file.FullName));
    }

    private static IEnumerable<string> Open(Instance instance)
    {
        foreach (var descriptor in new DirectoryInfo($"/proc/{instance.Daemon.Id}/fd").EnumerateFileSystemInfos())
        {
            if (descriptor.LinkTarget is { } target && (target is "/dev/net/tun" or "/dev/vhost-net" || IsOwn(instance, target)))
            {
                yield return target.StartsWith(instance.Root, StringComparison.Ordinal) ? Path.GetRelativePath(instance.Root, target) : target;
            }
        }
    }

    private static bool IsOwn(Instance instance, string target) => target.StartsWith(instance.Root + "/", StringComparison.Ordinal) && !Traces.IsDaemonsOwn(Path.GetFileName(target));

    private static string? Inode(string path) => FileStatus.TryOf(path)?.Identity.Inode.ToString(CultureInfo.InvariantCulture);

    private static string[] Lines(string path) => Text(path).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            // A process ended meanwhile.
            return "";
        }
    }
}
