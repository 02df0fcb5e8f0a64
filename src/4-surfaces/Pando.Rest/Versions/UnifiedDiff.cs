using System.Globalization;
using System.Text;

namespace Pando.Rest.Versions;

/// <summary>What differs between two texts, as <c>diff -u</c> writes it.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    private enum Side
    {
        Both,
        Old,
        New,
    }

    private readonly record struct Line(Side Side, string Text);

    /// <summary>The diff with three lines around each change; empty when the texts are the same.</summary>
    public static string Of(string oldLabel, string oldText, string newLabel, string newText)
    {
        var script = Script(Lines(oldText), Lines(newText));
        if (script.All(line => line.Side == Side.Both))
        {
            return string.Empty;
        }
        var output = new StringBuilder().Append(CultureInfo.InvariantCulture, $"--- {oldLabel}\n+++ {newLabel}\n");
        foreach (var hunk in Hunks(script))
        {
            AppendHunk(output, script, hunk);
        }
        return output.ToString();
    }

    private static string[] Lines(string text) => text.TrimEnd('\n').Split('\n');

    // The longest common subsequence by its table: definitions have some hundred lines, and lines that both begin and
    // end with are left out first.
    private static List<Line> Script(ReadOnlySpan<string> old, ReadOnlySpan<string> @new)
    {
        var head = 0;
        while (head < old.Length && head < @new.Length && old[head] == @new[head])
        {
            head++;
        }
        var tail = 0;
        while (tail < old.Length - head && tail < @new.Length - head && old[^(tail + 1)] == @new[^(tail + 1)])
        {
            tail++;
        }
        var script = new List<Line>(old.Length + @new.Length);
        AppendAll(script, Side.Both, old[..head]);
        AppendMiddle(script, old[head..^tail], @new[head..^tail]);
        AppendAll(script, Side.Both, old[^tail..]);
        return script;
    }

    private static void AppendMiddle(List<Line> script, ReadOnlySpan<string> old, ReadOnlySpan<string> @new)
    {
        var common = CommonLengths(old, @new);
        int i = 0, j = 0;
        while (i < old.Length && j < @new.Length)
        {
            if (old[i] == @new[j])
            {
                script.Add(new Line(Side.Both, old[i++]));
                j++;
            }
            else if (common[i + 1, j] >= common[i, j + 1])
            {
                script.Add(new Line(Side.Old, old[i++]));
            }
            else
            {
                script.Add(new Line(Side.New, @new[j++]));
            }
        }
        AppendAll(script, Side.Old, old[i..]);
        AppendAll(script, Side.New, @new[j..]);
    }

    private static int[,] CommonLengths(ReadOnlySpan<string> old, ReadOnlySpan<string> @new)
    {
        var common = new int[old.Length + 1, @new.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = @new.Length - 1; j >= 0; j--)
            {
                common[i, j] = old[i] == @new[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }
        return common;
    }

    private static void AppendAll(List<Line> script, Side side, ReadOnlySpan<string> lines)
    {
        foreach (var line in lines)
        {
            script.Add(new Line(side, line));
        }
    }

    // Changes whose surroundings touch stand in one hunk.
    private static IEnumerable<Range> Hunks(List<Line> script)
    {
        int? start = null;
        var end = 0;
        for (var i = 0; i < script.Count; i++)
        {
            if (script[i].Side == Side.Both)
            {
                continue;
            }
            if (start is { } open && i - Context > end)
            {
                yield return open..end;
                start = null;
            }
            start ??= Math.Max(0, i - Context);
            end = Math.Min(script.Count, i + Context + 1);
        }
        if (start is { } last)
        {
            yield return last..end;
        }
    }

    private static void AppendHunk(StringBuilder output, List<Line> script, Range hunk)
    {
        var (from, length) = hunk.GetOffsetAndLength(script.Count);
        output.Append("@@ -").Append(Span(script, from, length, Side.New)).Append(" +").Append(Span(script, from, length, Side.Old)).Append(" @@\n");
        foreach (var line in script.Slice(from, length))
        {
            output.Append(line.Side switch { Side.Old => '-', Side.New => '+', _ => ' ' }).Append(line.Text).Append('\n');
        }
    }

    // First line and number of lines on one side: those that only the other side has do not count.
    private static string Span(List<Line> script, int from, int length, Side other)
    {
        var before = script.Take(from).Count(line => line.Side != other);
        var count = script.Slice(from, length).Count(line => line.Side != other);
        var first = count == 0 ? before : before + 1;
        return count == 1
            ? first.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{first},{count}");
    }
}
