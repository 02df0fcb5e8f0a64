using System.Globalization;
using System.Text;
using Pando.Linux.Files;
using Pando.Linux.Spawn;
using Pando.Model;
using Pando.Model.Domains;

namespace Pando.Domains.Adopting;

/// <summary>
/// A machine's QEMU that is found without our record of it: by the uuid in its arguments, and by the log of this instance
/// that it writes to, for another instance may have a machine of the same uuid (proc(5): cmdline, fd).
/// </summary>
internal sealed record UnrecordedProcess(ProcessIdentity Identity, string Name, IReadOnlyList<HeldFile> Files)
{
    private const int WriteModes = 3;

    /// <summary>Null where none runs.</summary>
    public static UnrecordedProcess? Find(InstancePaths paths, DomainId id)
    {
        var logs = Path.GetDirectoryName(paths.DomainLog("any"))! + "/";
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && ProcessIdentity.TryOf(pid) is { } identity && TryLook(directory, logs, id) is { } found
                // Read before and after: it is one process.
                && identity.IsStillRunning())
            {
                return new UnrecordedProcess(identity, found.Name, found.Files);
            }
        }
        return null;
    }

    private static (string Name, IReadOnlyList<HeldFile> Files)? TryLook(string directory, string logs, DomainId id)
    {
        try
        {
            var arguments = Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(directory, "cmdline"))).Split('\0');
            if (ValueOf(arguments, "-uuid") != id.ToString())
            {
                return null;
            }
            var open = Directory.EnumerateFileSystemEntries(Path.Combine(directory, "fd"))
                .Select(fd => (Number: Path.GetFileName(fd), Target: new FileInfo(fd).LinkTarget ?? "")).ToList();
            return open.Any(fd => fd.Target.StartsWith(logs, StringComparison.Ordinal))
                ? (NameOf(arguments) ?? id.ToString(), [.. open.Select(fd => TryHeld(directory, fd.Number, fd.Target, logs)).OfType<HeldFile>()])
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Ended meanwhile, or another user's, which is none of ours.
            return null;
        }
    }

    private static string? ValueOf(string[] arguments, string option) =>
        Array.IndexOf(arguments, option) is var at and >= 0 && at + 1 < arguments.Length ? arguments[at + 1] : null;

    /// <summary><c>guest=web1,debug-threads=on</c>; a comma in the name is doubled.</summary>
    private static string? NameOf(string[] arguments)
    {
        const string prefix = "guest=";
        return ValueOf(arguments, "-name") is { } value && value.StartsWith(prefix, StringComparison.Ordinal)
            ? value[prefix.Length..].Replace(",,", "\0", StringComparison.Ordinal).Split(',')[0].Replace('\0', ',')
            : null;
    }

    /// <summary>What it has open stays claimed, so that no other machine writes to it.</summary>
    private static HeldFile? TryHeld(string directory, string number, string target, string logs)
    {
        if (!target.StartsWith('/') || target.StartsWith("/dev/", StringComparison.Ordinal) || target.StartsWith(logs, StringComparison.Ordinal))
        {
            return null;
        }
        try
        {
            var status = PathWalk.Status(target);
            return status.Kind is FileKind.Regular
                ? new HeldFile(target, status.Identity.Device, status.Identity.Inode, MayWrite(directory, number) ? FileUse.Write : FileUse.Read)
                : null;
        }
        catch (PathWalkException)
        {
            // Deleted or renamed since: nobody else finds it by that name.
            return null;
        }
    }

    /// <summary>The access mode in the octal flags of /proc/PID/fdinfo/FD.</summary>
    private static bool MayWrite(string directory, string number)
    {
        const string prefix = "flags:";
        var flags = File.ReadLines(Path.Combine(directory, "fdinfo", number)).FirstOrDefault(line => line.StartsWith(prefix, StringComparison.Ordinal));
        return flags is null || (Convert.ToInt32(flags[prefix.Length..].Trim(), 8) & WriteModes) != 0;
    }
}
