using System.Globalization;

namespace Pando.EndToEnd.Tests.Tuning;

/// <summary>How the kernel merges equal pages; what it was told before a test is told to it again when the test is over.</summary>
internal sealed class MergingHost : IDisposable
{
    public const string Folder = "/sys/kernel/mm/ksm";

    private static readonly string[] Switches = ["pages_to_scan", "sleep_millisecs", "merge_across_nodes", "run"];

    private readonly Dictionary<string, string> _before = Switches.Where(name => File.Exists(Path.Combine(Folder, name))).ToDictionary(name => name, Read);

    /// <summary>What the kernel was told, as it says itself.</summary>
    public static IReadOnlyDictionary<string, string> Now => new MergingHost()._before;

    public static long Number(string name) => long.Parse(Read(name), CultureInfo.InvariantCulture);

    /// <summary>What a switch was told before.</summary>
    public int Was(string name) => int.Parse(_before[name], CultureInfo.InvariantCulture);

    public void Dispose()
    {
        foreach (var (name, value) in _before.Where(was => Read(was.Key) != was.Value))
        {
            File.WriteAllText(Path.Combine(Folder, name), value);
        }
    }

    private static string Read(string name) => File.ReadAllText(Path.Combine(Folder, name)).Trim();
}
