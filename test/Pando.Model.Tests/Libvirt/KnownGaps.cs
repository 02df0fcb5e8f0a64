namespace Pando.Model.Tests.Libvirt;

/// <summary>What of libvirt's schema of a domain is not kept: contracts/libvirt/domain-gaps.txt.</summary>
internal static class KnownGaps
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(ExampleDefinitions.Folder, "..", "..", ".."));

    /// <summary>Each as <c>how path</c>, and each for itself.</summary>
    public static IReadOnlyList<string> Lines { get; } =
        [.. File.ReadLines(Path.Combine(Root, "contracts", "libvirt", "domain-gaps.txt")).Where(static line => line is not ("" or ['#', ..])).SelectMany(Expanded)];

    /// <summary>Their paths.</summary>
    public static IReadOnlyCollection<string> Paths { get; } = Lines.Select(static line => line.Split(' ', 2)[1]).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether a place is one of them, or in one.</summary>
    public static bool Hold(string path)
    {
        for (string? at = path; at is { Length: > 0 }; at = at[..Math.Max(0, at.LastIndexOf('/'))])
        {
            if (Paths.Contains(at))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>{a,b} is a and b.</summary>
    private static IEnumerable<string> Expanded(string line)
    {
        (int open, int close) = (line.IndexOf('{', StringComparison.Ordinal), line.IndexOf('}', StringComparison.Ordinal));
        return open < 0 ? [line] : line[(open + 1)..close].Split(',').SelectMany(word => Expanded(line[..open] + word + line[(close + 1)..]));
    }
}
