using System.Globalization;
using System.Text;
using Pando.Daemon.CommandLine;
using Pando.Daemon.Settings;

namespace Pando.Daemon.Tests.CommandLine;

/// <summary>What can be set, what --help says, and what pandod(8) says are one list.</summary>
public class DocumentedSettingsTests
{
    private const string Begin = ".\\\" settings: made by a test from the daemon's own list\n";
    private const string End = ".\\\" end of settings\n";
    private static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi");

    [Theory]
    [InlineData("en", "docs/man/pandod.8")]
    [InlineData("vi", "docs/man/vi/pandod.8")]
    public async Task The_manual_page_has_every_setting(string language, string file)
    {
        var path = Repository.File(file);
        var page = await File.ReadAllTextAsync(path);
        var wanted = Before(page) + Begin + Manual(CultureInfo.GetCultureInfo(language)) + End + After(page);
        if (Environment.GetEnvironmentVariable("PANDO_UPDATE_CONTRACT") == "1")
        {
            await File.WriteAllTextAsync(path, wanted);
            page = wanted;
        }
        Assert.Equal(wanted, page);
    }

    /// <summary>What only one language tells is missing in the other.</summary>
    [Fact]
    public async Task The_manual_page_has_the_same_shape_in_both_languages()
    {
        var (english, vietnamese) = (await Requests("docs/man/pandod.8"), await Requests("docs/man/vi/pandod.8"));
        Assert.Equal(english, vietnamese);

        static async Task<IReadOnlyList<string>> Requests(string file) =>
            [.. (await File.ReadAllLinesAsync(Repository.File(file))).Select(line => line.Split(' ')[0]).Where(word => word is ".SH" or ".SS" or ".TP" or ".PP")];
    }

    [Fact]
    public async Task The_example_file_has_every_setting_with_its_default()
    {
        var path = Repository.File("packaging/pandod.conf");
        var wanted = Example();
        if (Environment.GetEnvironmentVariable("PANDO_UPDATE_CONTRACT") == "1")
        {
            await File.WriteAllTextAsync(path, wanted);
        }
        Assert.Equal(wanted, await File.ReadAllTextAsync(path));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("vi")]
    public void Help_has_every_setting_by_all_its_names(string language)
    {
        var help = Help(CultureInfo.GetCultureInfo(language));
        Assert.All(SettingCatalog.All, setting =>
        {
            Assert.Contains($"[{setting.Section}]", help, StringComparison.Ordinal);
            Assert.Contains($"  {setting.Flag} {setting.ValueName}\n", help, StringComparison.Ordinal);
            Assert.Contains(setting.Variable, help, StringComparison.Ordinal);
            Assert.Contains(setting.Default, help, StringComparison.Ordinal);
            Assert.Contains(HelpText.Describe(setting, CultureInfo.GetCultureInfo(language)), help, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Vietnamese_says_something_of_its_own_everywhere()
    {
        Assert.All(SettingCatalog.All, setting => Assert.NotEqual(HelpText.Describe(setting, CultureInfo.InvariantCulture), HelpText.Describe(setting, Vietnamese)));
        Assert.StartsWith("pandod phục vụ", Help(Vietnamese), StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_that_is_written_is_the_one_that_holds()
    {
        // Applying every written default changes nothing, but for those that are chosen at the start.
        var written = SettingCatalog.All.Where(setting => setting.Name is not ("listen.socket" or "listen.group" or "libvirt.directory" or "qemu.user"))
            .Aggregate(new DaemonSettings(), (settings, setting) => setting.Apply(settings, setting.Default));
        Assert.Equal(new DaemonSettings(), written);
    }

    [Fact]
    public void Every_setting_changes_something()
    {
        Assert.All(SettingCatalog.All, setting =>
        {
            var other = setting.ValueName switch
            {
                "PATH" => "/elsewhere",
                "NAME" => "somebody",
                "N" => "17",
                "TIME" or "TIME|never" => "17s",
                "SIZE" => "17M",
                "yes|no" => setting.Default == "yes" ? "no" : "yes",
                "LEVEL" => "error",
                "FORMAT" => "json",
                _ => throw new InvalidOperationException(setting.ValueName),
            };
            Assert.NotEqual(new DaemonSettings(), setting.Apply(new DaemonSettings(), other));
        });
    }

    private static string Help(CultureInfo culture)
    {
        using var text = new StringWriter { NewLine = "\n" };
        HelpText.Write(text, culture);
        return text.ToString();
    }

    private static string Before(string page) => page[..page.IndexOf(Begin, StringComparison.Ordinal)];

    private static string After(string page) => page[(page.IndexOf(End, StringComparison.Ordinal) + End.Length)..];

    private static string Manual(CultureInfo culture)
    {
        var text = new StringBuilder();
        foreach (var section in SettingCatalog.All.GroupBy(setting => setting.Section))
        {
            text.Append($".SS [{section.Key}]\n");
            foreach (var setting in section)
            {
                text.Append($".TP\n.BR {Roff(setting.Key)} \" = \" {setting.ValueName}\n{Roff(HelpText.Describe(setting, culture))}\n");
                text.Append($"{Roff(HelpText.Text("default", culture))} {Roff(setting.Default)}.\n.br\n.BR {Roff(setting.Flag)} \", \" {setting.Variable}\n");
            }
        }
        return text.ToString();
    }

    private static string Example()
    {
        var text = new StringBuilder("# pandod's settings, each with its default: see pandod(8). What stands in the environment (PANDOD_SECTION_KEY) or on the\n# command line (--section-key) wins over this file.\n");
        foreach (var section in SettingCatalog.All.GroupBy(setting => setting.Section))
        {
            text.Append($"\n[{section.Key}]\n");
            foreach (var setting in section)
            {
                text.Append($"# {HelpText.Describe(setting, CultureInfo.InvariantCulture)}\n#{setting.Key} = {setting.Default}\n");
            }
        }
        return text.ToString();
    }

    private static string Roff(string text) => text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
}
