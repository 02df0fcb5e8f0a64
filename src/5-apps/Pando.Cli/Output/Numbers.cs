using System.Globalization;
using Pando.Cli.Texts;

namespace Pando.Cli.Output;

/// <summary>Numbers, sizes and times for people, in their language.</summary>
internal static class Numbers
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    public static string Plain(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary><c>1.5 GiB</c>; whole numbers without a decimal.</summary>
    public static string Bytes(this TextSource texts, double bytes)
    {
        var unit = 0;
        while (bytes >= 1024 && unit < Units.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }
        return $"{texts.Decimal(bytes)} {Units[unit]}";
    }

    public static string KiB(this TextSource texts, long kib) => texts.Bytes(kib * 1024.0);

    /// <summary>At most one decimal, with the language's separator.</summary>
    public static string Decimal(this TextSource texts, double number) =>
        Math.Round(number, 1).ToString("0.#", CultureInfo.InvariantCulture).Replace(".", texts["words.decimal"], StringComparison.Ordinal);

    /// <summary><c>0:05</c>, <c>12:30</c>, <c>1:02:03</c>.</summary>
    public static string Duration(TimeSpan duration)
    {
        var whole = TimeSpan.FromSeconds(Math.Max(0, Math.Round(duration.TotalSeconds)));
        return whole.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)whole.TotalHours}:{whole:mm\\:ss}")
            : string.Create(CultureInfo.InvariantCulture, $"{whole:m\\:ss}");
    }

    /// <summary>Local time, to the second.</summary>
    public static string Moment(this TimeProvider time, DateTimeOffset moment) =>
        TimeZoneInfo.ConvertTime(moment, time.LocalTimeZone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Only the time of day where it was today.</summary>
    public static string Recently(this TimeProvider time, DateTimeOffset moment)
    {
        var local = TimeZoneInfo.ConvertTime(moment, time.LocalTimeZone);
        return local.ToString(local.Date == time.GetLocalNow().Date ? "HH:mm" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }
}
