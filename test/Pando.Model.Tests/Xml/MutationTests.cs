using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Xml;

namespace Pando.Model.Tests.Xml;

/// <summary>Whatever is done to a definition: it is either read or refused with a reason, and nothing else happens.</summary>
public class MutationTests
{
    private static readonly string[] Texts = [.. ExampleDefinitions.Names().Where(name => !name.StartsWith("many", StringComparison.Ordinal)).Select(ExampleDefinitions.Text)];

    // What often stands where something else is expected.
    private static readonly string[] Odd =
    [
        "", "0", "-1", "1", "65536", "4294967296", "99999999999999999999", "0x", "0xffffffffffffffff", "yes", "none", "virtio", "pci", "../..", "/", "é", "\u0000", "\uD800",
        "&#0;", "&amp;", "]]>", "<!--", "-->", "<![CDATA[", "<?x?>", "<a/>", "'", "\"", "\t\n ", "<address type='pci'/>", "<target dev='vda'/>", "index='255'", "bus='255'", "slot='31'",
    ];

    private static readonly Gen<string> Mutated =
        from text in Gen.Elements(Texts)
        from count in Gen.Choose(1, 4)
        from changes in Gen.CollectToList(Enumerable.Range(0, count), _ => Change)
        select changes.Aggregate(text, (changed, change) => change(changed));

    private static Gen<Func<string, string>> Change => Gen.OneOf(
        // A value, a piece of some length, or a line goes, comes twice, or becomes something odd.
        from at in Gen.Choose(0, 9999) from odd in Gen.Elements(Odd) select new Func<string, string>(text => Value(text, at, odd)),
        from at in Gen.Choose(0, 9999) from length in Gen.Choose(0, 30) select new Func<string, string>(text => Cut(text, at, length)),
        from at in Gen.Choose(0, 9999) from odd in Gen.Elements(Odd) select new Func<string, string>(text => text.Insert(Place(text, at), odd)),
        from at in Gen.Choose(0, 9999) from times in Gen.Choose(0, 2) select new Func<string, string>(text => Line(text, at, times)));

    [Fact]
    public void A_mutated_definition_is_read_or_refused() => Properties.Hold(Mutated, text =>
    {
        try
        {
            var definition = TestHost.Normalised(DomainXml.Read(text));
            var options = new DomainXmlOptions { IncludeSecrets = true };
            Assert.Equal(definition, DomainXml.Read(DomainXml.Write(definition, options)));
        }
        catch (CallerException refused)
        {
            Assert.Equal("definition", refused.Code.Area);
        }
    }, times: 3000);

    [Fact]
    public void Mutated_bytes_are_read_or_refused() => Properties.Hold(
        from text in Gen.Elements(Texts)
        from at in Gen.Choose(0, 99999)
        from value in Gen.Choose(0, 255)
        select (text, at, (byte)value),
        made =>
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(made.text);
            bytes[made.at % bytes.Length] = made.Item3;
            try
            {
                DomainXml.Read(new MemoryStream(bytes));
            }
            catch (CallerException refused)
            {
                Assert.Equal("definition", refused.Code.Area);
            }
        },
        times: 1000);

    private static int Place(string text, int at) => text.Length == 0 ? 0 : at % text.Length;

    private static string Cut(string text, int at, int length)
    {
        var start = Place(text, at);
        return text.Remove(start, Math.Min(length, text.Length - start));
    }

    private static string Value(string text, int at, string odd)
    {
        var parts = text.Split('\'');
        if (parts.Length > 2)
        {
            parts[(at % (parts.Length / 2) * 2) + 1] = odd;
        }
        return string.Join('\'', parts);
    }

    private static string Line(string text, int at, int times)
    {
        var lines = text.Split('\n').ToList();
        var line = lines[at % lines.Count];
        lines.RemoveAt(at % lines.Count);
        lines.InsertRange(at % (lines.Count + 1), Enumerable.Repeat(line, times));
        return string.Join('\n', lines);
    }
}
