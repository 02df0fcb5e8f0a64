using System.Xml.Linq;

namespace Pando.Model.Tests.Libvirt;

/// <summary>The names that libvirt's schema of a domain has (RELAX NG), each with a place where it may stand.</summary>
internal static class DomainSchema
{
    public const string Folder = "/usr/share/libvirt/schemas";
    private const int Deepest = 9;
    private static readonly XNamespace Rng = "http://relaxng.org/ns/structure/1.0";

    /// <summary>Elements and attributes, with the first place of each.</summary>
    public static IReadOnlyDictionary<string, string> Names()
    {
        var definitions = Definitions("domaincommon.rng", []).ToLookup(static define => (string)define.Attribute("name")!);
        var names = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var seen = new HashSet<(string Reference, string Place)>();
        foreach (XElement define in definitions["domain"])
        {
            Walk(define, string.Empty);
        }

        return names;

        void Walk(XElement pattern, string place)
        {
            string? name = (string?)pattern.Attribute("name");
            if (pattern.Name == Rng + "ref" && seen.Add((name!, place)))
            {
                foreach (XElement define in definitions[name!])
                {
                    Walk(define, place);
                }
            }
            else if (pattern.Name == Rng + "attribute" && name is not null)
            {
                names.TryAdd(name, $"{place}/@{name}");
            }
            else if (pattern.Name != Rng + "ref")
            {
                string below = pattern.Name == Rng + "element" ? $"{place}/{name ?? "*"}" : place;
                if (pattern.Name == Rng + "element" && name is not null)
                {
                    names.TryAdd(name, below);
                }

                foreach (XElement part in below.Count(static letter => letter == '/') > Deepest ? [] : pattern.Elements())
                {
                    Walk(part, below);
                }
            }
        }
    }

    private static IEnumerable<XElement> Definitions(string file, HashSet<string> read)
    {
        if (!read.Add(file))
        {
            return [];
        }

        XElement grammar = XElement.Load(Path.Combine(Folder, file));
        return [.. grammar.Descendants(Rng + "define"), .. grammar.Elements(Rng + "include").SelectMany(include => Definitions((string)include.Attribute("href")!, read))];
    }
}
