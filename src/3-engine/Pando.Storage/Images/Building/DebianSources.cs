using System.Text;
using System.Text.RegularExpressions;
using Pando.Model.Errors;

namespace Pando.Storage.Images.Building;

/// <summary>
/// Finds Debian's mirrors among the host's own apt sources (sources.list(5)): what the host may use, so may a build on it.
/// </summary>
internal static partial class DebianSources
{
    /// <summary>The host's files that hold sources.</summary>
    public static IEnumerable<(string Path, string Content)> HostFiles() =>
        new[] { "/etc/apt/sources.list" }
            .Concat(Directory.Exists("/etc/apt/sources.list.d") ? Directory.EnumerateFiles("/etc/apt/sources.list.d").Order(StringComparer.Ordinal) : [])
            .Where(static path => File.Exists(path) && Path.GetExtension(path) is ".list" or ".sources")
            .Select(static path => (path, File.ReadAllText(path)));

    /// <summary>Sources of a release of Debian and its security updates, in apt's deb822 format.</summary>
    /// <exception cref="CallerException"><c>image.no-debian-source</c>.</exception>
    public static string For(string suite, IEnumerable<(string Path, string Content)> files)
    {
        var entries = files
            .SelectMany(static file => file.Path.EndsWith(".sources", StringComparison.Ordinal) ? Stanzas(file.Content) : Lines(file.Content))
            .Where(IsDebian).ToList();
        // A host of the same release says best where that release is; the mirrors of another one hold it too.
        var own = entries.Where(entry => entry.Suite.StartsWith(suite, StringComparison.Ordinal)).ToList();
        var chosen = own.Count > 0 ? own : entries;
        var main = chosen.Where(static entry => !entry.IsSecurity).ToList();
        if (main.Count == 0)
        {
            throw new CallerException(ErrorCodes.Image.NoDebianSource);
        }
        var text = new StringBuilder();
        Append(text, main, $"{suite} {suite}-updates");
        var security = chosen.Where(static entry => entry.IsSecurity).ToList();
        if (security.Count > 0)
        {
            Append(text.Append('\n'), security, $"{suite}-security");
        }
        return text.ToString();
    }

    private static void Append(StringBuilder text, List<Entry> entries, string suites)
    {
        text.Append("Types: deb\nURIs: ").AppendJoin(' ', entries.Select(static entry => entry.Uri).Distinct(StringComparer.Ordinal))
            .Append("\nSuites: ").Append(suites).Append("\nComponents: main\n");
        if (entries.Select(static entry => entry.SignedBy).FirstOrDefault(static key => key is not null) is { } key)
        {
            text.Append("Signed-By: ").Append(key).Append('\n');
        }
    }

    private static bool IsDebian(Entry entry) => entry.Components.Contains("main", StringComparer.Ordinal)
        && DebianSuite().IsMatch(entry.Suite)
        && Uri.TryCreate(entry.Uri, UriKind.Absolute, out var uri)
        && (uri.Host.Contains("debian", StringComparison.Ordinal) || uri.AbsolutePath.TrimEnd('/').Split('/')[^1].Contains("debian", StringComparison.Ordinal));

    /// <summary>The one-line format: <c>deb [options] uri suite component…</c></summary>
    private static IEnumerable<Entry> Lines(string content)
    {
        foreach (var match in content.Split('\n').Select(static line => OneLine().Match(line)).Where(static match => match.Success))
        {
            var key = match.Groups["options"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .FirstOrDefault(static option => option.StartsWith("signed-by=", StringComparison.OrdinalIgnoreCase))?["signed-by=".Length..];
            yield return new Entry(match.Groups["uri"].Value, match.Groups["suite"].Value,
                match.Groups["components"].Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), PathOrNull(key));
        }
    }

    /// <summary>The deb822 format: stanzas of fields, a line that begins with a blank goes on with the one before.</summary>
    private static IEnumerable<Entry> Stanzas(string content)
    {
        foreach (var stanza in content.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = Fields(stanza);
            if (fields.GetValueOrDefault("enabled", "yes").Trim() is "no" or "false" || !Words(fields, "types").Contains("deb", StringComparer.Ordinal))
            {
                continue;
            }
            foreach (var uri in Words(fields, "uris"))
            {
                foreach (var suite in Words(fields, "suites"))
                {
                    yield return new Entry(uri, suite, Words(fields, "components"), PathOrNull(fields.GetValueOrDefault("signed-by")?.Trim()));
                }
            }
        }
    }

    private static Dictionary<string, string> Fields(string stanza)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string? field = null;
        foreach (var line in stanza.Split('\n').Where(static line => !line.StartsWith('#')))
        {
            if (line.Length > 0 && char.IsWhiteSpace(line[0]))
            {
                if (field is not null)
                {
                    fields[field] += "\n" + line;
                }
            }
            else if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                field = line[..colon];
                fields[field] = line[(colon + 1)..];
            }
        }
        return fields;
    }

    private static string[] Words(Dictionary<string, string> fields, string field) =>
        fields.GetValueOrDefault(field, "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    // A key may also stand in the file itself; mmdebstrap then finds the right keyring.
    private static string? PathOrNull(string? key) => key is ['/', ..] && !key.AsSpan().ContainsAny(" \n,") ? key : null;

    private sealed record Entry(string Uri, string Suite, IReadOnlyList<string> Components, string? SignedBy)
    {
        public bool IsSecurity => Suite.EndsWith("-security", StringComparison.Ordinal) || Suite.EndsWith("/updates", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^\s*deb\s+(\[(?<options>[^\]]*)\]\s+)?(?<uri>\S+)\s+(?<suite>\S+)\s+(?<components>[^#]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OneLine();

    [GeneratedRegex(@"^(bullseye|bookworm|trixie|forky|sid|stable|oldstable|testing|unstable)(-updates|-security|/updates)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DebianSuite();
}
