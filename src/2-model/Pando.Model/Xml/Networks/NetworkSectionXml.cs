using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Errors;
using Pando.Model.Networks;

namespace Pando.Model.Xml.Networks;

/// <summary>
/// Changes one element of a network's definition. The result is read as every definition is: what does not belong there is refused with
/// its line and its path.
/// </summary>
public static class NetworkSectionXml
{
    /// <param name="Path">Where its elements are, from the network.</param>
    /// <param name="Element">What they are called.</param>
    /// <param name="Keys">What two of them may not have in common: in each row all of it together.</param>
    private sealed record Place(string[] Path, string Element, string[][] Keys);

    private static readonly Dictionary<NetworkSection, Place> Places = new()
    {
        [NetworkSection.ForwardInterface] = new(["forward"], "interface", [["dev"]]),
        [NetworkSection.PortGroup] = new([], "portgroup", [["name"]]),
        [NetworkSection.DhcpHost] = new(["ip", "dhcp"], "host", [["mac"], ["id"], ["ip"], ["name"]]),
        [NetworkSection.DhcpRange] = new(["ip", "dhcp"], "range", [["start", "end"]]),
        [NetworkSection.DnsHost] = new(["dns"], "host", [["ip"]]),
        [NetworkSection.DnsText] = new(["dns"], "txt", [["name"]]),
        [NetworkSection.DnsService] = new(["dns"], "srv", [["service", "protocol", "domain", "target", "port"]]),
    };

    /// <summary>A section by virsh's word for it; null where there is no such.</summary>
    public static NetworkSection? Section(string word) => XmlWords<NetworkSection>.TryRead(word, out var section) ? section : null;

    /// <summary>An edit by virsh's word for it; null where there is no such.</summary>
    public static SectionEdit? Edit(string word) => word == "add" ? SectionEdit.AddLast : XmlWords<SectionEdit>.TryRead(word, out var edit) ? edit : null;

    /// <summary>The words for sections and edits.</summary>
    public static string Words => $"{XmlWords<SectionEdit>.All}; {XmlWords<NetworkSection>.All}";

    /// <summary>The definition with the change.</summary>
    /// <param name="network">As it is.</param>
    /// <param name="section">What is changed.</param>
    /// <param name="edit">How.</param>
    /// <param name="xml">The element; for a deletion its key is enough.</param>
    /// <param name="parent">Which of several <c>ip</c> elements, from 0; null is the first that has such a section.</param>
    /// <exception cref="CallerException"><c>definition.…</c>, <c>network.no-such-element</c>, <c>network.element-taken</c>.</exception>
    public static NetworkDefinition Apply(NetworkDefinition network, NetworkSection section, SectionEdit edit, string xml, int? parent)
    {
        ArgumentNullException.ThrowIfNull(network);
        var place = Places[section];
        var element = HostileXml.Read(xml);
        if (element.Name.LocalName != place.Element)
        {
            throw new CallerException(ErrorCodes.Network.WrongElement, ("network", network.Name), ("section", XmlWords<NetworkSection>.Of(section)), ("wanted", place.Element), ("element", element.Name.LocalName));
        }
        var document = HostileXml.Read(NetworkXml.Write(network));
        var home = Home(document, place, section, edit, parent, network);
        // It says the first of its cards once more.
        home.Attribute("dev")?.Remove();
        var same = home.Elements(place.Element).FirstOrDefault(one => edit is SectionEdit.Modify or SectionEdit.Delete ? Is(one, element, place) : Collides(one, element, place));
        switch (edit)
        {
            case SectionEdit.Modify when same is not null:
                same.ReplaceWith(element);
                break;
            case SectionEdit.Delete when same is not null:
                same.Remove();
                break;
            case SectionEdit.AddFirst when same is null:
                home.AddFirst(element);
                break;
            case SectionEdit.AddLast when same is null:
                home.Add(element);
                break;
            default:
                throw new CallerException(
                    same is null ? ErrorCodes.Network.NoSuchElement : ErrorCodes.Network.ElementTaken,
                    ("network", network.Name), ("section", XmlWords<NetworkSection>.Of(section)), ("element", Named(same ?? element, place)));
        }
        return NetworkXml.Read(document.ToString(SaveOptions.DisableFormatting));
    }

    private static XElement Home(XElement document, Place place, NetworkSection section, SectionEdit edit, int? parent, NetworkDefinition network)
    {
        var home = document;
        foreach (var step in place.Path)
        {
            var all = home.Elements(step).ToArray();
            var next = step != "ip" ? all.FirstOrDefault()
                : parent is { } wanted ? all.ElementAtOrDefault(wanted)
                : Array.Find(all, static ip => ip.Element("dhcp") is not null) ?? all.FirstOrDefault();
            if (next is null && (step is "ip" or "forward" || edit is SectionEdit.Modify or SectionEdit.Delete))
            {
                throw new CallerException(
                    ErrorCodes.Network.NoSuchElement, ("network", network.Name), ("section", XmlWords<NetworkSection>.Of(section)),
                    ("element", parent is { } index ? string.Create(CultureInfo.InvariantCulture, $"{step}[{index}]") : step));
            }
            if (next is null)
            {
                home.Add(next = new XElement(step));
            }
            home = next;
        }
        return home;
    }

    // Whoever deletes or changes says as much of the element as makes it known.
    private static bool Is(XElement one, XElement wanted, Place place)
    {
        var said = place.Keys.SelectMany(static row => row).Where(key => wanted.Attribute(key) is not null).ToArray();
        return place.Keys.Length == 1 || said.Length == 0
            ? said.Length > 0 && Array.TrueForAll(said, key => Same(one, wanted, key))
            : Same(one, wanted, said[0]);
    }

    private static bool Collides(XElement one, XElement added, Place place) =>
        Array.Exists(place.Keys, row => Array.TrueForAll(row, key => Same(one, added, key)) && Array.Exists(row, key => added.Attribute(key) is not null));

    private static bool Same(XElement one, XElement other, string key) => string.Equals(one.Attribute(key)?.Value, other.Attribute(key)?.Value, StringComparison.OrdinalIgnoreCase);

    private static string Named(XElement element, Place place) =>
        string.Join(' ', place.Keys.SelectMany(static row => row).Select(key => element.Attribute(key)).OfType<XAttribute>().Select(static attribute => $"{attribute.Name}='{attribute.Value}'"));
}
