using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Pando.Model.Errors;

namespace Pando.Model.Tests.Errors;

public partial class ErrorTextsTests
{
    private static readonly CultureInfo English = CultureInfo.InvariantCulture;
    private static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi");

    public static TheoryData<string> Areas => [.. ErrorCodes.All().Select(code => code.Area).Distinct()];

    [Theory, MemberData(nameof(Areas))]
    public void Every_code_of_an_area_has_its_text_in_both_languages(string area)
    {
        var codes = ErrorCodes.All().Where(code => code.Area == area).Select(code => code.Name).ToHashSet();
        Assert.Empty(codes.Except(Texts(area, English).Keys));
        Assert.Empty(codes.Except(Texts(area, Vietnamese).Keys));
    }

    [Theory, MemberData(nameof(Areas))]
    public void No_text_of_an_area_is_without_a_code(string area)
    {
        var codes = ErrorCodes.All().Where(code => code.Area == area).Select(code => code.Name).ToList();
        var keys = codes.Concat(codes.Select(code => code + ".fix")).ToHashSet();
        Assert.DoesNotContain(Texts(area, English).Keys.Except(keys), key => !IsReason(area, key));
        Assert.DoesNotContain(Texts(area, Vietnamese).Keys.Except(keys), key => !IsReason(area, key));
    }

    [Theory, MemberData(nameof(Areas))]
    public void Both_languages_have_the_same_texts_with_the_same_placeholders(string area)
    {
        var english = Texts(area, English);
        var vietnamese = Texts(area, Vietnamese);
        Assert.Equal(english.Keys.Order(), vietnamese.Keys.Order());
        foreach (var (key, text) in english)
        {
            Assert.Equal((key, Placeholders(text)), (key, Placeholders(vietnamese[key])));
        }
    }

    [Fact]
    public void Every_resource_file_belongs_to_an_area()
    {
        const string Prefix = "Pando.Model.Errors.Texts.";
        var files = typeof(ErrorCodes).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^".resources".Length]);
        Assert.Equal(Areas.Select(row => row.Data).Order(), files.Order());
    }

    [Fact]
    public void No_two_codes_have_the_same_name() =>
        Assert.Empty(ErrorCodes.All().GroupBy(code => code.Name).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void A_sentence_is_made_in_the_language_of_its_reader()
    {
        var failure = new CallerException(ErrorCodes.Domain.NotFound, ("name", "web1"));
        Assert.Equal("There is no machine called 'web1'.", failure.Message);
        Assert.Equal("Không có máy nào tên 'web1'.", failure.Describe(Vietnamese));
        Assert.Equal("'pando list --all' liệt kê các máy trên máy chủ này.", failure.Remedy(Vietnamese));
    }

    [Fact]
    public void A_reason_that_is_a_text_is_told_in_the_language_of_its_reader_and_another_as_it_is()
    {
        var failure = new CallerException(ErrorCodes.Storage.BadName, ("name", "x"), ("reason", "storage.reason.name-begins"), ("character", "-"));
        Assert.Equal("'x' cannot be the name of a volume: it begins with '-'.", failure.Message);
        Assert.Equal("Không thể dùng 'x' làm tên volume: tên bắt đầu bằng '-'.", failure.Describe(Vietnamese));
        foreach (var words in new[] { "as it is", "no.reason.known", "a.reason." })
        {
            Assert.Contains(words, new CallerException(ErrorCodes.Storage.BadName, ("name", "x"), ("reason", words)).Message, StringComparison.Ordinal);
        }
    }

    private static bool IsReason(string area, string key) => key.StartsWith(area + ".reason.", StringComparison.Ordinal);

    private static Dictionary<string, string> Texts(string area, CultureInfo culture)
    {
        var resources = new ResourceManager($"Pando.Model.Errors.Texts.{area}", typeof(ErrorCodes).Assembly);
        // Without its parents: a text that only English has must not stand in for the Vietnamese one.
        using var set = resources.GetResourceSet(culture, createIfNotExists: true, tryParents: false);
        Assert.NotNull(set);
        return set.Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
    }

    private static string Placeholders(string text) =>
        string.Join(' ', Placeholder().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\{[a-z-]+\}", RegexOptions.None, 1000)]
    private static partial Regex Placeholder();
}
