using System.Globalization;

namespace Pando.Daemon.CommandLine;

/// <summary>Whoever reads what pandod says on the terminal.</summary>
internal static class Reader
{
    /// <summary>
    /// The language of the environment (locale(7)). Read by hand: the process's own culture is the invariant one.
    /// </summary>
    public static CultureInfo Culture(IReadOnlyDictionary<string, string> environment)
    {
        var locale = new[] { "LC_ALL", "LC_MESSAGES", "LANG" }
            .Select(environment.GetValueOrDefault)
            .FirstOrDefault(value => !string.IsNullOrEmpty(value));
        var vietnamese = locale is not null && (locale == "vi" || locale.StartsWith("vi_", StringComparison.Ordinal));
        return vietnamese ? CultureInfo.GetCultureInfo("vi") : CultureInfo.InvariantCulture;
    }
}
