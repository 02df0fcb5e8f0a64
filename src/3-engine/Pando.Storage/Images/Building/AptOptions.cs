using System.Text.RegularExpressions;
using Pando.Storage.Programs;

namespace Pando.Storage.Images.Building;

/// <summary>The host's own settings of how apt reaches its mirrors: a proxy, and how old a mirror may be.</summary>
internal static partial class AptOptions
{
    /// <summary>Asks apt-config, and answers options in apt.conf(5)'s form.</summary>
    public static async Task<IReadOnlyList<string>> OfHostAsync(ProgramRunner programs, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        await programs.RunAsync(new ProgramRun("apt-config", ["dump", "Acquire"], "Reading apt's settings") { OnLine = lines.Add }, cancellationToken);
        return Relevant(lines);
    }

    internal static IReadOnlyList<string> Relevant(IEnumerable<string> dump) => [.. dump.Where(static line => Setting().IsMatch(line)).Select(static line => line.TrimEnd(';'))];

    [GeneratedRegex("^Acquire::(https?::Proxy(::[A-Za-z0-9.-]+)?|Check-Valid-Until|Check-Date) \"[^\"]+\";$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Setting();
}
