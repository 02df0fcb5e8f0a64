using System.Globalization;
using Pando.Model.Errors;

namespace Pando.Model.Keys;

/// <summary>The keys that QEMU can press, by their names and numbers in every set.</summary>
public static class KeyTable
{
    /// <summary>How many keys can be pressed at once (VIR_DOMAIN_SEND_KEY_MAX_KEYS).</summary>
    public const int MostAtOnce = 16;

    private const int LargestNumber = 0xffff;

    private static readonly Lazy<IReadOnlyList<Key>> All = new(Load);

    /// <summary>The number that QEMU's send-key takes.</summary>
    /// <param name="set">How the key is named or numbered.</param>
    /// <param name="key">A name of the set, or a number as strtol(3) reads it: 29, 0x1d, 035.</param>
    /// <exception cref="CallerException"><c>domain.unknown-key</c></exception>
    public static int QemuNumber(KeyCodeSet set, string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var number = Number(key);
        if (set == KeyCodeSet.Qnum && number is { } already)
        {
            return already;
        }
        var found = number is { } code ? All.Value.FirstOrDefault(one => one.In(set) == code) : All.Value.FirstOrDefault(one => one.NameIn(set) == key);
        return found?.Qnum ?? throw new CallerException(ErrorCodes.Domain.UnknownKey, ("key", key), ("codeset", KeyCodeSets.Word(set)));
    }

    /// <summary>The names of a set's keys; empty for a set without names.</summary>
    public static IEnumerable<string> Names(KeyCodeSet set) => All.Value.Select(key => key.NameIn(set)).OfType<string>();

    /// <summary>Every number of a set with the one that QEMU takes.</summary>
    internal static IEnumerable<(int Number, int Qemu)> Numbers(KeyCodeSet set) =>
        All.Value.Where(key => key.In(set) is not null).Select(key => (key.In(set)!.Value, key.Qnum));

    private static int? Number(string text)
    {
        var (digits, style) = text switch
        {
            ['0', 'x' or 'X', .. var hexadecimal] => (hexadecimal, NumberStyles.AllowHexSpecifier),
            _ => (text, NumberStyles.None),
        };
        if (style == NumberStyles.None && digits is ['0', _, ..])
        {
            return Octal(digits);
        }
        return int.TryParse(digits, style, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= LargestNumber ? number : null;
    }

    private static int? Octal(string digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (digit is < '0' or > '7' || (number = (number * 8) + (digit - '0')) > LargestNumber)
            {
                return null;
            }
        }
        return number;
    }

    private static List<Key> Load()
    {
        using var stream = typeof(KeyTable).Assembly.GetManifestResourceStream("keys")!;
        using var reader = new StreamReader(stream);
        var keys = new List<Key>();
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#') && !line.StartsWith("linux-name", StringComparison.Ordinal))
            {
                keys.Add(Key.Read(line));
            }
        }
        return keys;
    }
}
