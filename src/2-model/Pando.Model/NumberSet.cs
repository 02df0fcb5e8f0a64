using System.Globalization;
using System.Text;

namespace Pando.Model;

/// <summary>
/// A set of small numbers, as processors, NUMA nodes and I/O threads are listed: <c>0-3,8</c>, or <c>0-7,^2</c> for all
/// but one (libvirt's <c>cpuset</c>). It is written without exclusions, in order.
/// </summary>
public sealed record NumberSet
{
    private NumberSet(EquatableArray<int> numbers) => Numbers = numbers;

    /// <summary>The numbers, ascending, each once.</summary>
    public EquatableArray<int> Numbers { get; }

    /// <summary>Whether nothing is in it.</summary>
    public bool IsEmpty => Numbers.IsEmpty;

    /// <summary>The set of these numbers, none of which may be negative.</summary>
    public static NumberSet Of(params IEnumerable<int> numbers)
    {
        var sorted = new SortedSet<int>(numbers);
        return sorted.Min < 0 ? throw new ArgumentOutOfRangeException(nameof(numbers)) : new NumberSet([.. sorted]);
    }

    /// <summary>Reads a list; null where it is none, names a number above <paramref name="most"/>, or nothing is left of it.</summary>
    public static NumberSet? TryParse(string text, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        var numbers = new SortedSet<int>();
        foreach (var part in text.Split(','))
        {
            var range = part.Trim();
            if (range.StartsWith('^'))
            {
                if (Number(range.AsSpan(1), most) is not { } left)
                {
                    return null;
                }
                numbers.Remove(left);
                continue;
            }
            var dash = range.IndexOf('-', StringComparison.Ordinal);
            var first = Number(dash < 0 ? range : range.AsSpan(0, dash), most);
            var last = dash < 0 ? first : Number(range.AsSpan(dash + 1), most);
            if (first is null || last is null || first > last)
            {
                return null;
            }
            numbers.UnionWith(Enumerable.Range(first.Value, last.Value - first.Value + 1));
        }
        return numbers.Count == 0 ? null : new NumberSet([.. numbers]);
    }

    /// <summary>Whether the number is in it.</summary>
    public bool Contains(int number) => Numbers.Items.AsSpan().BinarySearch(number) >= 0;

    /// <summary>Whether both have a number in common.</summary>
    public bool Overlaps(NumberSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Numbers.Items.Any(other.Contains);
    }

    /// <summary>The ranges, joined by commas: <c>0-3,8</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (first, last) in Ranges())
        {
            text.Append(text.Length > 0 ? "," : "").Append(CultureInfo.InvariantCulture, $"{first}");
            if (last > first)
            {
                text.Append(CultureInfo.InvariantCulture, $"-{last}");
            }
        }
        return text.ToString();
    }

    /// <summary>The runs of numbers that follow each other.</summary>
    public IEnumerable<(int First, int Last)> Ranges()
    {
        for (var i = 0; i < Numbers.Count; i++)
        {
            var first = i;
            while (i + 1 < Numbers.Count && Numbers[i + 1] == Numbers[i] + 1)
            {
                i++;
            }
            yield return (Numbers[first], Numbers[i]);
        }
    }

    private static int? Number(ReadOnlySpan<char> text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number : null;
}
