using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace Pando.Testing;

/// <summary>
/// Runs properties. The seed of a failure is kept in the test project's Seeds.txt, and tried first from then on, so that
/// what was found once stays found.
/// </summary>
internal static partial class Properties
{
    /// <param name="values">What the property is about.</param>
    /// <param name="property">Throws where it does not hold.</param>
    /// <param name="times">How often it is tried.</param>
    /// <param name="from">The seed of a property that is tried so often that each run is the same; null: another one each time.</param>
    /// <param name="name">What its seeds are kept under.</param>
    /// <param name="file">A source of the project that keeps them.</param>
    public static void Hold<T>(
        Gen<T> values, Action<T> property, int times = 100, ulong? from = null, [CallerMemberName] string name = "", [CallerFilePath] string file = "")
    {
        var seeds = SeedFile(file);
        var all = Prop.ForAll(values.ToArbitrary(), property);
        var config = Config.QuickThrowOnFailure.WithMaxTest(times).WithQuietOnSuccess(true);
        if (from is { } start)
        {
            config = config.WithReplay(new Replay(new Rnd(start, start | 1), null));
        }
        foreach (var (seed, gamma, size) in Kept(seeds, name))
        {
            Check.One(name, config.WithMaxTest(1).WithReplay(new Replay(new Rnd(seed, gamma), size)), all);
        }
        try
        {
            Check.One(name, config, all);
        }
        catch (Exception failure) when (Seed().Match(failure.Message) is { Success: true } found)
        {
            Keep(seeds, name, found);
            throw;
        }
    }

    private static IEnumerable<(ulong Seed, ulong Gamma, int Size)> Kept(string file, string name) =>
        from line in File.Exists(file) ? File.ReadAllLines(file) : []
        let parts = line.Split(' ')
        where parts.Length == 4 && parts[0] == name
        select (Number(parts[1]), Number(parts[2]), (int)Number(parts[3]));

    private static void Keep(string file, string name, Match found)
    {
        var line = $"{name} {found.Groups["seed"].Value} {found.Groups["gamma"].Value} {found.Groups["size"].Value}";
        if (!File.Exists(file) || !File.ReadAllLines(file).Contains(line))
        {
            File.AppendAllText(file, line + "\n");
        }
    }

    private static ulong Number(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);

    private static string SeedFile(string source)
    {
        var folder = Path.GetDirectoryName(source)!;
        while (!Directory.EnumerateFiles(folder, "*.csproj").Any())
        {
            folder = Path.GetDirectoryName(folder)!;
        }
        return Path.Combine(folder, "Seeds.txt");
    }

    [GeneratedRegex(@"size of (?<size>\d+) and seed of \((?<seed>\d+),\s*(?<gamma>\d+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Seed();
}
