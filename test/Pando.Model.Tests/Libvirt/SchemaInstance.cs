using System.Xml.Linq;

namespace Pando.Model.Tests.Libvirt;

/// <summary>Writes what a pattern of the schema lets be written, with as little in it as may be, or (every other time) with more.</summary>
/// <param name="schema">The schema.</param>
/// <param name="turn">Which of several alternatives is taken.</param>
internal sealed class SchemaInstance(DomainSchema schema, int turn)
{
    private const int Deepest = 12;
    private const int DeepestOptional = 4;

    // Of the schema's own types, by the name that it gives them.
    private static readonly Dictionary<string, string> Samples = new(StringComparer.Ordinal)
    {
        ["absFilePath"] = "/a",
        ["absDirPath"] = "/a",
        ["filePath"] = "/a",
        ["UUID"] = "5f0e2b1a-0000-4000-8000-000000000001",
        ["uniMacAddr"] = "52:54:00:00:00:01",
        ["macAddr"] = "52:54:00:00:00:01",
        ["ipAddr"] = "192.0.2.1",
        ["ipv4Addr"] = "192.0.2.1",
        ["ipv6Addr"] = "2001:db8::1",
        ["wwn"] = "5000c50015ea71ac",
        ["wwnn"] = "5000c50015ea71ac",
        ["cpuset"] = "0",
        ["dnsName"] = "example.org",
        ["aliasName"] = "ua-a",
        ["timeZone"] = "UTC",
    };

    public XElement Element(XElement pattern)
    {
        var element = new XElement(DomainSchema.NameOf(pattern)!);
        Fill(element, pattern, 0);
        return element;
    }

    /// <summary>A value of an attribute, or a text.</summary>
    public string Value(XElement pattern) => Value(pattern, 0) ?? "a";

    private void Fill(XElement into, XElement pattern, int depth)
    {
        foreach (XElement part in pattern.Elements())
        {
            Put(into, part, depth + 1);
        }
    }

    private void Put(XElement into, XElement part, int depth)
    {
        switch (depth > Deepest ? "empty" : part.Name.LocalName)
        {
            case "empty" or "notAllowed" or "anyName" or "text":
            case "optional" or "zeroOrMore" when turn % 2 == 0 || depth > DeepestOptional:
                break;
            case "element" when DomainSchema.NameOf(part) is { } name:
                var child = new XElement(name);
                into.Add(child);
                Fill(child, part, depth);
                break;
            case "attribute" when (string?)part.Attribute("name") is { } name:
                into.SetAttributeValue(name, Value(part));
                break;
            case "choice":
                Put(into, Chosen(part), depth + 1);
                break;
            case "ref":
                foreach (XElement define in schema.Meant(part).TakeLast(1))
                {
                    if (Samples.TryGetValue((string)part.Attribute("name")!, out string? sample))
                    {
                        into.Add(sample);
                    }
                    else
                    {
                        Fill(into, define, depth);
                    }
                }

                break;
            case "value" or "data":
                into.Add(Value(part, depth));
                break;
            default:
                Fill(into, part, depth);
                break;
        }
    }

    private string? Value(XElement part, int depth) => part.Name.LocalName switch
    {
        _ when depth > Deepest => null,
        "value" => part.Value,
        "data" => (string?)part.Attribute("type") is "string" or "NCName" or "ID" ? "a" : "1",
        "text" => "a",
        "choice" => Value(Chosen(part), depth + 1),
        "ref" => Samples.TryGetValue((string)part.Attribute("name")!, out string? sample)
            ? sample
            : schema.Meant(part).Select(define => Value(define, depth + 1)).FirstOrDefault(static value => value is not null),
        _ => part.Elements().Select(inner => Value(inner, depth + 1)).FirstOrDefault(static value => value is not null),
    };

    private XElement Chosen(XElement choice)
    {
        XElement[] alternatives = [.. choice.Elements()];
        return alternatives[turn % alternatives.Length];
    }
}
