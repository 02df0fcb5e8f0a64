using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Pando.Rest.Requests;

/// <summary>The language that a caller reads, of the two there are (RFC 9110, 12.5.4).</summary>
internal static class Language
{
    private static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    /// <summary>The one wanted most; English where neither is wanted or nothing is said.</summary>
    public static CultureInfo Of(HttpRequest request)
    {
        var best = English;
        var bestQuality = 0.0;
        foreach (var range in StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var ranges) ? ranges : [])
        {
            var culture = Match(range.Value.AsSpan());
            var quality = range.Quality ?? 1;
            if (culture is not null && quality > bestQuality)
            {
                (best, bestQuality) = (culture, quality);
            }
        }
        return best;
    }

    // "vi", "vi-VN" and any other subtag: the language alone decides.
    private static CultureInfo? Match(ReadOnlySpan<char> range)
    {
        var end = range.IndexOf('-');
        var primary = end < 0 ? range : range[..end];
        return primary switch
        {
            _ when primary.Equals("vi", StringComparison.OrdinalIgnoreCase) => Vietnamese,
            _ when primary.Equals("en", StringComparison.OrdinalIgnoreCase) => English,
            _ => null,
        };
    }
}
