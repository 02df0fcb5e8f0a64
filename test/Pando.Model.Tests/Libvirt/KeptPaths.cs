using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Tests.Generators;
using Pando.Model.Xml;

namespace Pando.Model.Tests.Libvirt;

/// <summary>
/// What Pando keeps of a definition that is read and written again: looked up in definitions of every kind, and tried in
/// those that have the place where it may stand.
/// </summary>
internal sealed class KeptPaths
{
    private const int Random = 800;
    private const ulong Seed = 20_261_121;
    private const int Tried = 12;
    private const int Alternatives = 6;
    private static readonly DomainXmlOptions Whole = new() { IncludeSecrets = true, Live = true, RunId = 1 };

    private readonly DomainSchema _schema;
    private readonly Dictionary<string, List<string>> _having = new(StringComparer.Ordinal);

    public KeptPaths(DomainSchema schema, IEnumerable<string> texts)
    {
        _schema = schema;
        foreach (string text in texts)
        {
            Keep(text);
        }

        foreach (DomainDefinition definition in DefinitionGenerator.Definitions.Sample(Random, new Rnd(Seed, Seed | 1), 20))
        {
            Keep(DomainXml.Write(definition, Whole));
        }
    }

    /// <summary>What becomes of it.</summary>
    public string? Missing(SchemaPlace place)
    {
        if (_having.ContainsKey(place.Path))
        {
            return null;
        }

        bool dropped = false;
        foreach (string text in Having(place.Above).Concat(Having(place.Element)).Distinct(StringComparer.Ordinal).Take(Tried))
        {
            foreach (string changed in Changed(place, text).Distinct(StringComparer.Ordinal))
            {
                if (Written(changed) is { } written)
                {
                    if (PathsOf(HostileXml.Read(written)).Contains(place.Path))
                    {
                        Have(written);
                        return null;
                    }

                    dropped = true;
                }
            }
        }

        return dropped ? "passed-over" : "refused";
    }

    private IEnumerable<string> Having(string path) =>
        _having.TryGetValue(path, out List<string>? texts) ? texts.OrderBy(static text => text.Length) : [];

    /// <summary>The definition with the thing in it, in each form that it can have.</summary>
    private IEnumerable<string> Changed(SchemaPlace place, string text)
    {
        for (int turn = 0; turn < Alternatives; turn++)
        {
            var instance = new SchemaInstance(_schema, turn);
            foreach (XElement pattern in place.Patterns)
            {
                XElement root = HostileXml.Read(text);
                XElement at = Elements(root).First(found => found.Path == place.Element).Element;
                if (place.Attribute is { } attribute)
                {
                    at.SetAttributeValue(attribute, place.IsWord ? place.Word : instance.Value(pattern));
                }
                else if (place.IsWord)
                {
                    at.Value = place.Word;
                }
                else
                {
                    XElement added = instance.Element(pattern);
                    at.Elements(added.Name).Remove();
                    at.Add(added);
                }

                yield return root.ToString();
            }
        }
    }

    private void Keep(string text)
    {
        if (Written(text) is { } written)
        {
            Have(written);
        }
    }

    private void Have(string written)
    {
        foreach (string path in PathsOf(HostileXml.Read(written)))
        {
            if (!_having.TryGetValue(path, out List<string>? texts))
            {
                _having.Add(path, texts = []);
            }

            texts.Add(written);
        }
    }

    private static string? Written(string text)
    {
        try
        {
            return DomainXml.Write(DomainXml.Read(text), Whole);
        }
        catch (CallerException)
        {
            return null;
        }
    }

    private static HashSet<string> PathsOf(XElement root)
    {
        HashSet<string> paths = [];
        foreach ((XElement element, string path) in Elements(root))
        {
            paths.Add(path);
            if (!element.HasElements && element.Value.Length is > 0 and < 40)
            {
                paths.Add($"{path}={element.Value.Trim()}");
            }

            foreach (XAttribute attribute in element.Attributes().Where(static attribute => !attribute.IsNamespaceDeclaration))
            {
                paths.Add($"{path}/@{attribute.Name.LocalName}");
                paths.Add($"{path}/@{attribute.Name.LocalName}={attribute.Value}");
            }
        }

        return paths;
    }

    private static IEnumerable<(XElement Element, string Path)> Elements(XElement root)
    {
        var waiting = new Stack<(XElement Element, string Path)>([(root, "/" + DomainSchema.Named(root.Name))]);
        while (waiting.TryPop(out (XElement Element, string Path) next))
        {
            yield return next;
            foreach (XElement child in next.Element.Elements())
            {
                waiting.Push((child, $"{next.Path}/{DomainSchema.Named(child.Name)}"));
            }
        }
    }
}
