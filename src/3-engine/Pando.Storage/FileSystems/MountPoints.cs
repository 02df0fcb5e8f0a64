using System.Text;

namespace Pando.Storage.FileSystems;

/// <summary>The mount points of this process, from /proc/self/mountinfo: the kernel's own list, which never hangs.</summary>
internal static class MountPoints
{
    private const int MountPointField = 4;

    public static IReadOnlyList<string> Read() => Parse(File.ReadAllLines("/proc/self/mountinfo"));

    internal static IReadOnlyList<string> Parse(IEnumerable<string> lines) =>
        [.. lines.Select(static line => line.Split(' '))
            .Where(static fields => fields.Length > MountPointField)
            .Select(static fields => Unescape(fields[MountPointField]))];

    /// <summary>Space, tab, line feed and backslash stand as three octal digits behind a backslash (proc(5)).</summary>
    private static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
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
