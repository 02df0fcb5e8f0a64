using System.Xml.Linq;
using Pando.Model.Errors;
using Pando.Model.NetworkFilters;
using Pando.Model.Xml.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.NetworkFilters;

/// <summary>
/// libvirt's XML of network filters in and out (<see href="https://libvirt.org/formatnwfilter.html"/>). What this version does not know
/// is refused, never dropped; what is written can be read again and gives the same definition.
/// </summary>
public static class NetworkFilterXml
{
    internal const int HighestPriority = 1000;

    /// <summary>Reads a definition.</summary>
    /// <param name="text">libvirt's XML.</param>
    /// <param name="idOf">The uuid of the filter that has a name already, for a definition that says none; where there is none it gets a new one.</param>
    /// <exception cref="CallerException"><c>definition.…</c>, with the line and the path of the element.</exception>
    public static NetworkFilterDefinition Read(string text, Func<string, NetworkFilterId?>? idOf = null)
    {
        var filter = new ElementReader(HostileXml.Read(text));
        if (filter.Name != "filter")
        {
            throw filter.Fails(ErrorCodes.Definition.Unsupported, ("reason", $"<{filter.Name}>"));
        }
        var chain = filter.Attribute("chain") ?? FilterChains.Root;
        if (!FilterChains.IsGood(chain))
        {
            throw filter.BadValue("chain", chain, FilterChains.Expected);
        }
        var name = Name(filter);
        var definition = new NetworkFilterDefinition
        {
            Id = filter.Child("uuid") is { } uuid ? Id(uuid) : idOf?.Invoke(name) ?? NetworkFilterId.New(),
            Name = name,
            Chain = chain,
            Priority = filter.Number("priority", -HighestPriority, HighestPriority) ?? FilterChains.UsualPriority(chain),
            Entries = [.. filter.Children().Where(static child => child.Name is not "uuid").Select(Entry)],
        };
        filter.End();
        return definition;
    }

    /// <summary>Writes it; the same definition always gives the same text.</summary>
    public static string Write(NetworkFilterDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return XmlText.Of(new XElement(
            "filter",
            Attribute("name", definition.Name),
            Attribute("chain", definition.Chain),
            definition.Priority == 0 && definition.Chain == FilterChains.Root ? null : Attribute("priority", definition.Priority),
            Text("uuid", definition.Id.ToString()),
            definition.Entries.Items.Select(static entry => entry switch
            {
                FilterInclude include => FilterReferenceXml.Write(include.Reference),
                FilterRule rule => FilterRuleXml.Write(rule),
                _ => throw new InvalidOperationException(entry.GetType().Name),
            })));
    }

    private static FilterEntry Entry(ElementReader entry) => entry.Name switch
    {
        "filterref" => new FilterInclude(FilterReferenceXml.Read(entry)),
        "rule" => FilterRuleXml.Read(entry),
        _ => throw entry.Fails(ErrorCodes.Definition.Unsupported, ("reason", $"<{entry.Name}>")),
    };

    private static NetworkFilterId Id(ElementReader uuid)
    {
        var text = uuid.RequiredText().Trim();
        return NetworkFilterId.TryParse(text, out var id) && id != default ? id : throw uuid.BadValue(null, text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx, ≠ 0");
    }

    private static string Name(ElementReader filter)
    {
        var text = filter.RequiredAttribute("name");
        var good = text.Length <= 255 && !string.IsNullOrWhiteSpace(text) && !text.Any(static letter => letter == '/' || char.IsControl(letter));
        return good ? text : throw filter.BadValue("name", text, "1…255, ≠ '/', \\n");
    }
}
