using System.Globalization;
using System.Text;

namespace Pando.Model.Domains;

/// <summary>What differs between two texts, line by line, as <c>diff -u</c> writes it.</summary>
public static class UnifiedDiff
{
    /// <summary>The difference; empty where there is none.</summary>
    /// <param name="older">The one side.</param>
    /// <param name="newer">The other side.</param>
    /// <param name="olderName">What the one side is called in the first line.</param>
    /// <param name="newerName">What the other side is called in the second line.</param>
    /// <param name="context">How many equal lines are shown around a change.</param>
    public static string Of(string older, string newer, string olderName, string newerName, int context = 3)
    {
        ArgumentNullException.ThrowIfNull(older);
        ArgumentNullException.ThrowIfNull(newer);
        ArgumentOutOfRangeException.ThrowIfNegative(context);
        var edits = LineEdits.Between(Lines(older), Lines(newer));
        var text = new StringBuilder();
        foreach (var (first, last) in Hunks(edits, context))
        {
            if (text.Length == 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"--- {olderName}\n+++ {newerName}\n");
            }
            Write(text, edits, first, last);
        }
        return text.ToString();
    }

    // A line keeps its line break, so that a last line without one differs from one with it.
    private static List<string> Lines(string text)
    {
        var lines = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[start..end]);
            start = end;
        }
        return lines;
    }

    // Changes that are nearer than their contexts make one hunk.
    private static IEnumerable<(int First, int Last)> Hunks(IReadOnlyList<LineEdit> edits, int context)
    {
        for (var i = 0; i < edits.Count; i++)
        {
            if (edits[i].Kind == LineEditKind.Keep)
            {
                continue;
            }
            var last = i;
            for (var j = i + 1; j < edits.Count && j <= last + (2 * context) + 1; j++)
            {
                last = edits[j].Kind == LineEditKind.Keep ? last : j;
            }
            yield return (Math.Max(0, i - context), Math.Min(edits.Count - 1, last + context));
            i = last;
        }
    }

    private static void Write(StringBuilder text, IReadOnlyList<LineEdit> edits, int first, int last)
    {
        var hunk = edits.Skip(first).Take(last - first + 1).ToList();
        var olderStart = edits.Take(first).Count(edit => edit.Kind != LineEditKind.Add);
        var newerStart = edits.Take(first).Count(edit => edit.Kind != LineEditKind.Remove);
        text.Append("@@ -").Append(Range(olderStart, hunk.Count(edit => edit.Kind != LineEditKind.Add)))
            .Append(" +").Append(Range(newerStart, hunk.Count(edit => edit.Kind != LineEditKind.Remove)))
            .Append(" @@\n");
        foreach (var edit in hunk)
        {
            text.Append(edit.Kind switch { LineEditKind.Add => '+', LineEditKind.Remove => '-', _ => ' ' }).Append(edit.Line);
            if (!edit.Line.EndsWith('\n'))
            {
                text.Append("\n\\ No newline at end of file\n");
            }
        }
    }

    // Lines count from 1; an empty range is named by the line before it, and one line goes without its number.
    private static string Range(int start, int count) => count switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $"{start},0"),
        1 => string.Create(CultureInfo.InvariantCulture, $"{start + 1}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{start + 1},{count}"),
    };
}
