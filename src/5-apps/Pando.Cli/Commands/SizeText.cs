using System.Globalization;
using Pando.Cli.Failures;

namespace Pando.Cli.Commands;

/// <summary>Sizes as the user writes them: <c>20G</c>, <c>512MiB</c>, <c>1.5T</c>; units are powers of 1024, as QEMU's.</summary>
internal static class SizeText
{
    private const string Units = "KMGTP";

    /// <summary>Bytes; a number without a unit counts <paramref name="unit"/>s.</summary>
    public static long Bytes(string option, string text, long unit = 1)
    {
        var digits = text.TrimEnd();
        if (digits.EndsWith("iB", StringComparison.Ordinal))
        {
            digits = digits[..^2];
        }
        else if (digits.EndsWith('B'))
        {
            digits = digits[..^1];
        }
        var power = digits.Length > 0 ? Units.IndexOf(char.ToUpperInvariant(digits[^1]), StringComparison.Ordinal) : -1;
        var factor = power >= 0 ? Math.Pow(1024, power + 1) : digits.Length == text.TrimEnd().Length ? unit : 1;
        if (!double.TryParse(power >= 0 ? digits[..^1] : digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number * factor is not (>= 1 and <= long.MaxValue / 2))
        {
            throw CliException.Usage("bad-size", ("option", option), ("value", text));
        }
        return (long)Math.Round(number * factor);
    }
}
