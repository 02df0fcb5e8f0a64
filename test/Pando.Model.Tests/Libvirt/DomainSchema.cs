using System.Xml.Linq;

namespace Pando.Model.Tests.Libvirt;

/// <summary>
/// Everything that libvirt's schema of a domain (RELAX NG) lets be written: elements (<c>/domain/devices/disk</c>), attributes
/// (<c>/domain/devices/disk/@bus</c>), and the words that either may be (<c>/domain/devices/disk/@bus=scsi</c>). An element
/// inside itself is told once.
/// </summary>
internal sealed class DomainSchema
{
    public const string Folder = "/usr/share/libvirt/schemas";
    public static readonly XNamespace Rng = "http://relaxng.org/ns/structure/1.0";

    private readonly ILookup<string, XElement> _definitions;
    private readonly SortedDictionary<string, SchemaPlace> _places = new(StringComparer.Ordinal);
    private readonly HashSet<(XElement Pattern, string Place)> _seen = [];

    private DomainSchema(ILookup<string, XElement> definitions) => _definitions = definitions;

    /// <summary>What may be written, by its path.</summary>
    public IReadOnlyDictionary<string, SchemaPlace> Places => _places;

    public static DomainSchema Load()
    {
        var schema = new DomainSchema(Definitions("domainoverrides.rng", []).ToLookup(static define => (string)define.Attribute("name")!));
        foreach (XElement define in schema._definitions["domain"])
        {
            schema.Walk(define, string.Empty, []);
        }

        return schema;
    }

    /// <summary>What a reference stands for.</summary>
    public IEnumerable<XElement> Meant(XElement reference) => _definitions[(string)reference.Attribute("name")!];

    /// <summary>An element's name in a path: with the word of its namespace before it where it is in one.</summary>
    public static string Named(XName name) =>
        name.NamespaceName.Length == 0 ? name.LocalName : $"{name.NamespaceName.Split('/')[^2]}:{name.LocalName}";

    /// <summary>The name that a pattern gives an element; null where it may have any.</summary>
    public static XName? NameOf(XElement pattern) => (string?)pattern.Attribute("name") is not { } name
        ? null
        : (string?)pattern.Attribute("ns") is { } space ? XName.Get(name, space) : pattern.Ancestors(Rng + "element").Select(static above => (string?)above.Attribute("ns")).FirstOrDefault(static above => above is not null) is { } inherited ? XName.Get(name, inherited) : name;

    private void Walk(XElement pattern, string place, List<XElement> above)
    {
        if (pattern.Name == Rng + "ref")
        {
            foreach (XElement define in Meant(pattern).Where(define => _seen.Add((define, place))))
            {
                Walk(define, place, above);
            }
        }
        else if (pattern.Name == Rng + "value")
        {
            Add($"{place}={pattern.Value}", pattern);
        }
        else if (pattern.Name == Rng + "attribute")
        {
            if ((string?)pattern.Attribute("name") is { } name)
            {
                Add($"{place}/@{name}", pattern);
                Below($"{place}/@{name}");
            }
        }
        else if (pattern.Name == Rng + "except")
        {
            // The words that it may not be.
        }
        else if (pattern.Name != Rng + "element")
        {
            Below(place);
        }
        else if (NameOf(pattern) is { } name && !above.Contains(pattern) && !pattern.Elements(Rng + "notAllowed").Any())
        {
            Add($"{place}/{Named(name)}", pattern);
            above = [.. above, pattern];
            Below($"{place}/{Named(name)}");
        }

        void Below(string where)
        {
            foreach (XElement part in pattern.Elements())
            {
                Walk(part, where, above);
            }
        }
    }

    private void Add(string path, XElement pattern)
    {
        if (!_places.TryGetValue(path, out SchemaPlace? place))
        {
            _places.Add(path, place = new SchemaPlace(path, []));
        }

        place.Patterns.Add(pattern);
    }

    private static IEnumerable<XElement> Definitions(string file, HashSet<string> read)
    {
        if (!read.Add(file))
        {
            return [];
        }

        XElement grammar = XElement.Load(Path.Combine(Folder, file));
        return [.. grammar.Elements(Rng + "define"), .. grammar.Elements(Rng + "include").SelectMany(include => Definitions((string)include.Attribute("href")!, read))];
    }
}
