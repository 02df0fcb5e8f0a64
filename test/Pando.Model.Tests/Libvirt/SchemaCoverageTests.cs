using System.Text.RegularExpressions;

namespace Pando.Model.Tests.Libvirt;

/// <summary>
/// Everything that libvirt's schema of a domain names is known to the readers, but for what
/// contracts/libvirt/domain-gaps.txt lists with its reason. The list may only shrink.
/// </summary>
public sealed partial class SchemaCoverageTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(ExampleDefinitions.Folder, "..", "..", ".."));

    [Fact]
    public void What_the_schema_names_is_read_or_a_known_gap()
    {
        Assert.SkipUnless(Directory.Exists(DomainSchema.Folder), "libvirt's schemas are not installed");
        HashSet<string> known = [.. Sources().SelectMany(static file => Literal().Matches(File.ReadAllText(file))).Select(static match => match.Groups["name"].Value)];

        Dictionary<string, string> missing = DomainSchema.Names().Where(name => !known.Contains(name.Key)).ToDictionary();
        string[] gaps = [.. File.ReadLines(Path.Combine(Root, "contracts", "libvirt", "domain-gaps.txt")).Where(static line => line is not ("" or ['#', ..])).Select(static line => line.Split(' ')[0])];

        Assert.True(missing.Count < 200, "The readers were not found.");
        Assert.Empty(missing.Where(name => !gaps.Contains(name.Key)).Select(static name => $"{name.Key} ({name.Value})"));
        Assert.Empty(gaps.Except(missing.Keys).Select(static gap => $"{gap} is no gap any more: take it off the list"));
    }

    /// <summary>Of domains: a word that only networks have is read nowhere in one.</summary>
    private static IEnumerable<string> Sources()
    {
        string readers = Path.Combine(Root, "src", "2-model", "Pando.Model", "Xml");
        string networks = Path.Combine(readers, "Networks") + "/";
        return Directory.EnumerateFiles(readers, "*.cs", SearchOption.AllDirectories).Where(file => !file.StartsWith(networks, StringComparison.Ordinal));
    }

    [GeneratedRegex("\"(?<name>[A-Za-z0-9_-]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Literal();
}
