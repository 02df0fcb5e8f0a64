using System.Text;

namespace Pando.Linux.Files;

/// <summary>What is mounted where, from /proc/self/mountinfo: the kernel's own list, which asks no file system and never hangs.</summary>
public static class Mounts
{
    private const int MountPointField = 4;

    /// <summary>All mount points, the oldest first.</summary>
    public static IReadOnlyList<string> Points() => Parse(File.ReadAllLines("/proc/self/mountinfo"));

    /// <summary>The mount points below a directory (not itself), the innermost first.</summary>
    public static IReadOnlyList<string> Below(string directory) =>
        [.. Points().Where(point => point.StartsWith(directory.TrimEnd('/') + "/", StringComparison.Ordinal)).Reverse()];

    /// <summary>Takes away every mount below a directory, also those that are in use.</summary>
    /// <exception cref="SyscallException">One cannot be taken away.</exception>
    public static void DetachBelow(string directory)
    {
        foreach (string point in Below(directory))
        {
            if (Libc.umount2(point, Libc.MNT_DETACH | Libc.UMOUNT_NOFOLLOW) != 0)
            {
                var failure = SyscallException.Last("umount2", point);
                // EINVAL: went away with an outer one.
                if (failure.Errno is not (Errno.EINVAL or Errno.ENOENT))
                {
                    throw failure;
                }
            }
        }
    }

    internal static IReadOnlyList<string> Parse(IEnumerable<string> lines) =>
        [.. lines.Select(static line => line.Split(' '))
            .Where(static fields => fields.Length > MountPointField)
            .Select(static fields => Unescape(fields[MountPointField]))];

    // Space, tab, line feed and backslash stand as three octal digits behind a backslash (proc(5)).
    private static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        var plain = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 3 < text.Length && text.AsSpan(i + 1, 3).IndexOfAnyExceptInRange('0', '7') < 0)
            {
                plain.Append((char)(((text[i + 1] - '0') << 6) | ((text[i + 2] - '0') << 3) | (text[i + 3] - '0')));
                i += 3;
            }
            else
            {
                plain.Append(text[i]);
            }
        }

        return plain.ToString();
    }
}
