using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace Pando.Model.Tests;

/// <summary>
/// Runs properties. The seed of a failure is kept in Seeds.txt, and tried first from then on, so that what was
/// found once stays found.
/// </summary>
internal static partial class Properties
{
    private static readonly string SeedFile = Path.Combine(Path.GetDirectoryName(ThisFile())!, "Seeds.txt");

    /// <param name="values">What the property is about.</param>
    /// <param name="property">Throws where it does not hold.</param>
    /// <param name="times">How often it is tried.</param>
    /// <param name="from">The seed of a property that is tried so often that each run is the same; null: another one each time.</param>
    /// <param name="name">What its seeds are kept under.</param>
    public static void Hold<T>(Gen<T> values, Action<T> property, int times = 100, ulong? from = null, [CallerMemberName] string name = "")
    {
        var all = Prop.ForAll(values.ToArbitrary(), property);
        var config = Config.QuickThrowOnFailure.WithMaxTest(times).WithQuietOnSuccess(true);
        if (from is { } start)
        {
            config = config.WithReplay(new Replay(new Rnd(start, start | 1), null));
        }
        foreach (var (seed, gamma, size) in Kept(name))
        {
            Check.One(name, config.WithMaxTest(1).WithReplay(new Replay(new Rnd(seed, gamma), size)), all);
        }
        try
        {
            Check.One(name, config, all);
        }
        catch (Exception failure) when (Seed().Match(failure.Message) is { Success: true } found)
        {
            Keep(name, found);
            throw;
        }
    }

    private static IEnumerable<(ulong Seed, ulong Gamma, int Size)> Kept(string name) =>
        from line in File.Exists(SeedFile) ? File.ReadAllLines(SeedFile) : []
        let parts = line.Split(' ')
        where parts.Length == 4 && parts[0] == name
        select (Number(parts[1]), Number(parts[2]), (int)Number(parts[3]));

    private static void Keep(string name, Match found)
    {
        var line = $"{name} {found.Groups["seed"].Value} {found.Groups["gamma"].Value} {found.Groups["size"].Value}";
        if (!File.Exists(SeedFile) || !File.ReadAllLines(SeedFile).Contains(line))
        {
            File.AppendAllText(SeedFile, line + "\n");
        }
    }

    private static ulong Number(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"size of (?<size>\d+) and seed of \((?<seed>\d+),\s*(?<gamma>\d+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Seed();
}
