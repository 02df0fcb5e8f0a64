using System.Text.RegularExpressions;
using System.Xml.Linq;
using Pando.Cli.Commands;
using Pando.Cli.Tests.Harness;
using Pando.Cli.Texts;
using Pando.Cli.Usage;

namespace Pando.Cli.Tests.Texts;

public partial class TextResourcesTests
{
    private static readonly string Folder = Path.Combine(Repository.Cli, "Texts");

    public static TheoryData<string> Areas =>
        [.. Directory.GetFiles(Folder, "*.resx").Select(path => Path.GetFileName(path).Split('.')[0]).Distinct().Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Areas))]
    public void English_and_Vietnamese_have_the_same_keys(string area) =>
        Assert.Equal(Read(area, "").Keys.Order(StringComparer.Ordinal), Read(area, ".vi").Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Areas))]
    public void Both_fill_in_the_same_placeholders(string area)
    {
        var vietnamese = Read(area, ".vi");
        Assert.All(Read(area, ""), pair => Assert.Equal(Placeholders(pair.Value), Placeholders(vietnamese[pair.Key])));
    }

    [Theory]
    [MemberData(nameof(Areas))]
    public void Keys_begin_with_their_area_and_no_text_is_empty(string area) => Assert.All(Read(area, "").Concat(Read(area, ".vi")), pair =>
    {
        Assert.StartsWith(area + ".", pair.Key, StringComparison.Ordinal);
        Assert.False(string.IsNullOrWhiteSpace(pair.Value), pair.Key);
    });

    [Fact]
    public void Every_key_that_the_code_names_has_its_text()
    {
        var known = AllKeys();
        var areas = string.Join('|', Areas.Select(row => row.Data));
        var named = Sources().SelectMany(source => Regex.Matches(source, $"\"(({areas})\\.[a-z0-9.-]*[a-z0-9])\"", RegexOptions.NonBacktracking).Select(match => match.Groups[1].Value)).ToHashSet(StringComparer.Ordinal);
        Assert.True(named.Count > 100);
        Assert.Equal([], named.Except(known, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_failure_of_our_own_has_its_sentence()
    {
        var known = AllKeys();
        var keys = Sources().SelectMany(source => OwnFailures().Matches(source).Select(match => "failure." + match.Groups["key"].Value)).ToHashSet(StringComparer.Ordinal);
        Assert.True(keys.Count > 30);
        Assert.Equal([], keys.Except(known, StringComparer.Ordinal));
    }

    [Fact]
    public void No_text_is_left_that_nobody_names()
    {
        var sources = string.Concat(Sources());
        // These families are put together from parts; the tests of the help and of the failures look at their members.
        string[] families = ["help.", "step.", "unit.", "failure.unreachable-", "failure.login-late-", "pool.state.", "network.state.", "network.port-state.", "network.hop-status.", "network.bridge-kind.", "network.bridge-added.", "network.datapath.", "network.entry-kind.", "machine.taint.", "confinement.lacking."];
        var orphans = AllKeys()
            .Where(key => !families.Any(family => key.StartsWith(family, StringComparison.Ordinal)))
            .Where(key => !sources.Contains($"\"{key}\"", StringComparison.Ordinal)
                && !sources.Contains($"\"{Stem(key)}\"", StringComparison.Ordinal)
                && !sources.Contains($"\"{Stem(key)["failure.".Length..]}", StringComparison.Ordinal))
            .ToList();
        Assert.Empty(orphans);

        static string Stem(string key)
        {
            var stem = key.EndsWith(".fix", StringComparison.Ordinal) ? key[..^4] : key;
            stem = stem.EndsWith("-near", StringComparison.Ordinal) ? stem[..^5] : stem;
            return stem.StartsWith("failure.", StringComparison.Ordinal) ? stem : "failure." + stem;
        }
    }

    /// <summary>Steps are named in the engine, which the command does not know: a name without words would be shown as it is.</summary>
    [Fact]
    public void Every_step_of_every_job_has_words()
    {
        var texts = new TextSource("en");
        var steps = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src/3-engine"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(path => StepName().Matches(File.ReadAllText(path)).Select(match => match.Groups["name"].Value))
            .ToHashSet(StringComparer.Ordinal);
        Assert.Contains("spawn-qemu", steps);
        Assert.Equal([], steps.Where(step => texts.Find("step." + step) is null));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("vi")]
    public void Every_command_operand_and_option_is_explained(string language)
    {
        var texts = new TextSource(language);
        var missing = new List<string>();
        foreach (var command in CommandTreeTests.All())
        {
            Look("help." + command.Key);
            foreach (var symbol in command.Arguments.Concat<System.CommandLine.Symbol>(command.Options))
            {
                Look(HelpText.KeyOf(texts, command, symbol));
            }
        }
        Assert.Empty(missing);

        void Look(string key)
        {
            if (texts.Find(key) is null)
            {
                missing.Add(key);
            }
        }
    }

    [Fact]
    public void No_help_is_left_for_what_is_gone()
    {
        var texts = new TextSource("en");
        var used = CommandTreeTests.All().SelectMany(command => command.Arguments.Concat<System.CommandLine.Symbol>(command.Options)
                .Select(symbol => HelpText.KeyOf(texts, command, symbol))
                .Append("help." + command.Key).Append($"help.{command.Key}.more"))
            .ToHashSet(StringComparer.Ordinal);
        Assert.Equal([], Read("help", "").Keys.Except(used, StringComparer.Ordinal).Where(key => !key.StartsWith("help.section.", StringComparison.Ordinal) && !key.StartsWith("help.usage.", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("vi_VN.UTF-8", null, null, "vi")]
    [InlineData("en_US.UTF-8", "vi_VN", null, "vi")]
    [InlineData("vi", "C.UTF-8", null, "en")]
    [InlineData("C", "C", "vi_VN.UTF-8", "vi")]
    [InlineData("vi", "vi", "C", "en")]
    [InlineData(null, null, null, "en")]
    [InlineData("vic_US", null, null, "en")]
    public void The_locale_chooses_the_language(string? lang, string? messages, string? all, string language) =>
        Assert.Equal(language, Language.Of(name => name switch { "LANG" => lang, "LC_MESSAGES" => messages, "LC_ALL" => all, _ => null }));

    private static Dictionary<string, string> Read(string area, string suffix) =>
        XElement.Load(Path.Combine(Folder, $"{area}{suffix}.resx")).Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value, StringComparer.Ordinal);

    private static HashSet<string> AllKeys() => [.. Areas.SelectMany(row => Read(row.Data, "").Keys)];

    private static IEnumerable<string> Sources() =>
        Directory.EnumerateFiles(Repository.Cli, "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Select(File.ReadAllText);

    private static IEnumerable<string> Placeholders(string text) =>
        Placeholder().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex("override string Name => \"(?<name>[a-z-]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex StepName();

    [GeneratedRegex(@"\{[a-z]+\}", RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();

    [GeneratedRegex("(CliException\\.Usage\\(|new CliException\\([A-Za-z.]+, |Failed\\()\"(?<key>[a-z-]+[a-z])\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex OwnFailures();
}
