using System.Globalization;
using System.Text.RegularExpressions;

namespace Pando.Storage.Images.Building;

/// <summary>
/// Reads from what apt and dpkg say how many packages are set up, of how many. apt counts twice: first the packages that
/// every system has, then the rest; before the second count nobody knows the whole.
/// </summary>
internal sealed partial class PackageProgress(Action<long, long?, string> report)
{
    private const int Counts = 2;

    private readonly HashSet<string> _ready = new(StringComparer.Ordinal);
    private int _counted;
    private int _total;

    public void Read(string line)
    {
        if (Installed().Match(line) is { Success: true } count)
        {
            _counted++;
            _total += int.Parse(count.Groups["count"].Value, CultureInfo.InvariantCulture);
            Report("downloading");
        }
        else if (Download().Match(line) is { Success: true } download && _counted > 0)
        {
            Report($"downloading {download.Groups["package"].Value}");
        }
        else if (Step().Match(line) is { Success: true } step)
        {
            var package = step.Groups["package"].Value;
            if (step.Groups["step"].Value is "Setting up")
            {
                _ready.Add(package);
            }
            Report($"{(step.Groups["step"].Value is "Setting up" ? "setting up" : "unpacking")} {package}");
        }
    }

    private void Report(string note) => report(_ready.Count, _counted >= Counts ? _total : null, note);

    [GeneratedRegex(@"^\d+ upgraded, (?<count>\d+) newly installed, ", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Installed();

    [GeneratedRegex(@"^Get:\d+ \S+ \S+ \S+ (?<package>\S+) \S+ \S+ \[", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Download();

    [GeneratedRegex(@"^(?<step>Setting up|Unpacking) (?<package>[^ :]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Step();
}
