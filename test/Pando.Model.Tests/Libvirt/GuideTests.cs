using System.Text.RegularExpressions;

namespace Pando.Model.Tests.Libvirt;

/// <summary>Every element and attribute of a definition that is kept is named in the guide, in both languages.</summary>
public sealed partial class GuideTests
{
    private static readonly string Guide = Path.GetFullPath(Path.Combine(ExampleDefinitions.Folder, "..", "..", "..", "docs", "guide"));

    [Theory]
    [InlineData("en")]
    [InlineData("vi")]
    public void What_a_definition_may_say_is_in_the_guide(string language)
    {
        Assert.SkipUnless(Directory.Exists(DomainSchema.Folder), "libvirt's schemas are not installed");
        var told = Directory.EnumerateFiles(Path.Combine(Guide, language), "*.md", SearchOption.AllDirectories)
            .SelectMany(static file => Code().Matches(File.ReadAllText(file))).SelectMany(static code => Names().Matches(code.Value)).Select(static name => name.Value)
            .ToHashSet(StringComparer.Ordinal);

        string[] untold =
        [
            .. DomainSchema.Load().Places.Values.Where(static place => !place.IsWord && !place.Path.StartsWith(SchemaCoverageTests.Mirror, StringComparison.Ordinal) && !KnownGaps.Hold(place.Path))
                .GroupBy(static place => Name(place.Path)).Where(name => !told.Contains(name.Key)).Select(static name => $"{name.Key}: {name.First().Path}"),
        ];

        Assert.True(untold.Length == 0, string.Join('\n', untold));
    }

    private static string Name(string path) => path[(path.LastIndexOfAny(['/', '@', ':']) + 1)..];

    /// <summary>What is set as code; in prose a word may mean anything.</summary>
    [GeneratedRegex("`[^`]+`", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Code();

    [GeneratedRegex("[A-Za-z_][A-Za-z0-9_-]*", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Names();
}
