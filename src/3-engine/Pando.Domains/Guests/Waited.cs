using System.Globalization;

namespace Pando.Domains.Guests;

/// <summary>How long something was waited for, for people.</summary>
internal static class Waited
{
    public static string Seconds(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} s");
}
