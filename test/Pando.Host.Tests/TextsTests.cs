using System.Globalization;
using System.Reflection;
using System.Resources;
using Pando.Host.Checks;
using Pando.Model.Host;
using Pando.Model.Ports;

namespace Pando.Host.Tests;

/// <summary>English and Vietnamese are equals: every finding has its sentence in both, and no text is left over.</summary>
public sealed class TextsTests
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");
    private static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi");
    private static readonly ResourceManager Resources = new("Pando.Model.Host.Texts.host-check", typeof(HostTexts).Assembly);

    [Fact]
    public void Every_finding_has_its_texts_in_both_languages()
    {
        Finding[] findings = [.. Findings()];
        Assert.True(findings.Length > 50, "The findings were not found.");
        foreach (Finding finding in findings)
        {
            AssertHasTexts(finding.With());
        }
    }

    [Fact]
    public void No_text_is_left_over_and_both_languages_have_the_same_keys()
    {
        string[] known =
        [
            .. Findings().SelectMany(static finding => (string[])[finding.Name[..finding.Name.IndexOf('.', StringComparison.Ordinal)], finding.Name, finding.Name + ".fix"]),
        ];
        string[] english = Keys(CultureInfo.InvariantCulture);
        Assert.Empty(english.Except(known));
        Assert.Equal(english.Order(StringComparer.Ordinal), Keys(Vietnamese).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Both_languages_fill_in_the_same_facts()
    {
        foreach (string key in Keys(CultureInfo.InvariantCulture))
        {
            Assert.Equal(Placeholders(Resources.GetString(key, English)!), Placeholders(Resources.GetString(key, Vietnamese)!));
        }
    }

    [Fact]
    public void Notice_of_the_accelerator_is_in_the_readers_language()
    {
        var verdict = new AcceleratorVerdict(Accelerator.Tcg, "why", "guest-did-not-run");

        Assert.EndsWith("why", HostTexts.AcceleratorNotice(verdict, English), StringComparison.Ordinal);
        Assert.NotEqual(HostTexts.AcceleratorNotice(verdict, English), HostTexts.AcceleratorNotice(verdict, Vietnamese));
        Assert.Null(HostTexts.AcceleratorNotice(new AcceleratorVerdict(Accelerator.Kvm), Vietnamese));
        Assert.Equal("why", HostTexts.AcceleratorNotice(verdict with { Code = "unknown" }, English));
    }

    internal static void AssertHasTexts(HostCheckItem item)
    {
        foreach (CultureInfo culture in (CultureInfo[])[English, Vietnamese])
        {
            Assert.NotEqual(string.Empty, item.Title(culture));
            Assert.True(item.Message(culture) != item.Finding, $"{item.Finding} has no {culture} text.");
            Assert.True(item.Status is CheckStatus.Pass == (item.Remedy(culture) is null), $"{item.Finding}.fix in {culture}");
        }

        Assert.NotNull(HostTexts.Find(item.Id, [], English));
        if (item.Finding is not "qemu.found")
        {
            Assert.NotEqual(item.Message(English), item.Message(Vietnamese));
        }
    }

    private static IEnumerable<Finding> Findings() =>
        HostCheck.All.Select(static check => check.GetType())
            .SelectMany(static type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic))
            .Where(static field => field.FieldType == typeof(Finding))
            .Select(static field => (Finding)field.GetValue(null)!)
            .Concat(KvmRunsGuestCheck.AllFindings);

    private static string[] Keys(CultureInfo culture) =>
    [
        .. Resources.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!
            .Cast<System.Collections.DictionaryEntry>().Select(static entry => (string)entry.Key),
    ];

    private static IEnumerable<string> Placeholders(string text) =>
        text.Split('{').Skip(1).Select(static part => part[..part.IndexOf('}', StringComparison.Ordinal)]).Order(StringComparer.Ordinal);
}
