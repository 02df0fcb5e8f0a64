namespace Pando.Model.Domains;

/// <summary>What happens to a line on the way from one text to another.</summary>
internal enum LineEditKind
{
    Keep,
    Remove,
    Add,
}

/// <summary>One line and what happens to it.</summary>
internal readonly record struct LineEdit(LineEditKind Kind, string Line);

/// <summary>
/// The fewest removals and additions that make one text of another: E. W. Myers, "An O(ND) difference algorithm
/// and its variations", 1986, the greedy form.
/// </summary>
internal static class LineEdits
{
    // The search keeps its whole way in memory, which grows with the square of this. Texts that differ in more lines are shown as removed and added whole.
    private const int MostDifferences = 2000;

    public static IReadOnlyList<LineEdit> Between(IReadOnlyList<string> older, IReadOnlyList<string> newer)
    {
        var way = Search(older, newer);
        return way is null
            ? [.. older.Select(line => new LineEdit(LineEditKind.Remove, line)), .. newer.Select(line => new LineEdit(LineEditKind.Add, line))]
            : Retrace(older, newer, way);
    }

    // For each number of differences: the furthest line of the older text reached on each diagonal (older − newer).
    private static List<int[]>? Search(IReadOnlyList<string> older, IReadOnlyList<string> newer)
    {
        var way = new List<int[]>();
        var furthest = new int[3];
        for (var differences = 0; differences <= MostDifferences; differences++)
        {
            var next = new int[(2 * differences) + 3];
            for (var diagonal = -differences; diagonal <= differences; diagonal += 2)
            {
                var x = differences == 0 ? 0 : Step(furthest, differences - 1, diagonal);
                var y = x - diagonal;
                while (x < older.Count && y < newer.Count && string.Equals(older[x], newer[y], StringComparison.Ordinal))
                {
                    x++;
                    y++;
                }
                next[diagonal + differences + 1] = x;
                if (x >= older.Count && y >= newer.Count)
                {
                    way.Add(next);
                    return way;
                }
            }
            way.Add(next);
            furthest = next;
        }
        return null;
    }

    // Where a diagonal starts: below the one above it (a line was added) or beside the one under it (one was removed).
    private static int Step(int[] furthest, int before, int diagonal)
    {
        var added = diagonal + 1 <= before ? furthest[diagonal + 1 + before + 1] : -1;
        var removed = diagonal - 1 >= -before ? furthest[diagonal - 1 + before + 1] + 1 : -1;
        return Math.Max(added, removed);
    }

    private static List<LineEdit> Retrace(IReadOnlyList<string> older, IReadOnlyList<string> newer, List<int[]> way)
    {
        var edits = new List<LineEdit>();
        var (x, y) = (older.Count, newer.Count);
        for (var differences = way.Count - 1; differences > 0; differences--)
        {
            var diagonal = x - y;
            var before = differences - 1;
            var added = diagonal + 1 <= before ? way[before][diagonal + 1 + before + 1] : -1;
            var start = Step(way[before], before, diagonal);
            while (x > start)
            {
                edits.Add(new LineEdit(LineEditKind.Keep, older[--x]));
                y--;
            }
            if (start == added)
            {
                edits.Add(new LineEdit(LineEditKind.Add, newer[--y]));
            }
            else
            {
                edits.Add(new LineEdit(LineEditKind.Remove, older[--x]));
            }
        }
        while (x > 0)
        {
            edits.Add(new LineEdit(LineEditKind.Keep, older[--x]));
        }
        edits.Reverse();
        return edits;
    }
}
