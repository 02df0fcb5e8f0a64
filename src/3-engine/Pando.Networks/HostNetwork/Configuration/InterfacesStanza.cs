namespace Pando.Networks.HostNetwork.Configuration;

/// <summary>One <c>iface</c> stanza of interfaces(5): from its head to its last option.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Text">All of it, without the end of its last line.</param>
/// <param name="Interface">The device.</param>
/// <param name="Family"><c>inet</c>, <c>inet6</c>.</param>
/// <param name="Method"><c>static</c>, <c>dhcp</c>, <c>manual</c>…</param>
/// <param name="Options">Its options, without the space around them.</param>
internal sealed record InterfacesStanza(string Place, string Text, string Interface, string Family, string Method, IReadOnlyList<string> Options)
{
    private static readonly string[] Keywords = ["iface", "auto", "mapping", "source", "source-directory", "no-auto-down", "no-scripts", "template", "rename"];
    private static readonly char[] Space = [' ', '\t'];

    /// <summary>The stanzas of <c>/etc/network/interfaces</c> and of what it takes in, in their order.</summary>
    public static IReadOnlyList<InterfacesStanza> ReadAll(string root)
    {
        List<InterfacesStanza> found = [];
        Read(root, Path.Combine(root, "etc/network/interfaces"), found);
        return found;
    }

    private static void Read(string root, string file, List<InterfacesStanza> found)
    {
        if (!File.Exists(file))
        {
            return;
        }
        var lines = File.ReadAllText(file).Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            var words = lines[at].Split(Space, StringSplitOptions.RemoveEmptyEntries);
            switch (words)
            {
                case ["source" or "source-directory", var pattern, ..]:
                    foreach (var taken in TakenIn(root, file, pattern, words[0] == "source-directory"))
                    {
                        Read(root, taken, found);
                    }
                    break;
                case ["iface", var device, var family, var method, ..]:
                    var end = at;
                    for (var next = at + 1; next < lines.Length && !IsKeyword(lines[next]); next++)
                    {
                        end = IsOption(lines[next]) ? next : end;
                    }
                    found.Add(new InterfacesStanza(
                        file, string.Join('\n', lines[at..(end + 1)]), device, family, method, [.. lines[(at + 1)..(end + 1)].Where(IsOption).Select(static line => line.Trim())]));
                    at = end;
                    break;
                case ["iface", ..]:
                    // Incomplete, or it takes over another's options: whoever writes so is asked to change it himself.
                    found.Add(new InterfacesStanza(file, lines[at], words.ElementAtOrDefault(1) ?? string.Empty, string.Empty, string.Empty, []));
                    break;
            }
        }
    }

    private static IEnumerable<string> TakenIn(string root, string file, string pattern, bool isFolder)
    {
        var path = Path.IsPathRooted(pattern) ? Path.Combine(root, pattern.TrimStart('/')) : Path.Combine(Path.GetDirectoryName(file)!, pattern);
        var (folder, name) = isFolder ? (path, "*") : (Path.GetDirectoryName(path)!, Path.GetFileName(path));
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, name).Where(static taken => !Path.GetFileName(taken).StartsWith('.')).Order(StringComparer.Ordinal) : [];
    }

    private static bool IsOption(string line) => line.Trim() is [not '#', ..] && !IsKeyword(line);

    private static bool IsKeyword(string line) =>
        line.Split(Space, StringSplitOptions.RemoveEmptyEntries) is [var first, ..] && (Keywords.Contains(first, StringComparer.Ordinal) || first.StartsWith("allow-", StringComparison.Ordinal));
}
