using System.Globalization;

namespace Pando.Host.Files;

/// <summary>A list as the kernel writes sets of processors and nodes: <c>0-3,8</c>.</summary>
internal static class NumberList
{
    private const int Most = 1 << 16;

    /// <summary>The numbers, ascending; none for what is no such list.</summary>
    public static IReadOnlyList<int> Read(string? list)
    {
        var numbers = new SortedSet<int>();
        foreach (string range in (list ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] ends = range.Split('-');
            if (ends.Length > 2
                || !int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first)
                || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int last)
                || last < first || last >= Most)
            {
                return [];
            }

            numbers.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        return [.. numbers];
    }
}
