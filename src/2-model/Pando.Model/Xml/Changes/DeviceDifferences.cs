using System.Xml.Linq;

namespace Pando.Model.Xml.Changes;

/// <summary>In what two texts of one device differ.</summary>
public static class DeviceDifferences
{
    /// <summary>
    /// The places whose value is another one: <c>link/@state</c>, <c>source/@file</c>, <c>iotune/total_bytes_sec</c>. The
    /// name and the address of the device are no part of it.
    /// </summary>
    public static IReadOnlyList<string> Of(DeviceText before, DeviceText after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (old, changed) = (Places(before), Places(after));
        return [.. old.Keys.Union(changed.Keys, StringComparer.Ordinal).Where(place => old.GetValueOrDefault(place) != changed.GetValueOrDefault(place)).Order(StringComparer.Ordinal)];
    }

    /// <summary>The first text with what stands at these places in the second; all else, such as what a run has chosen, stays.</summary>
    public static DeviceText Taken(DeviceText before, DeviceText after, IReadOnlyList<string> places)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(places);
        var result = new XElement(before.Element);
        foreach (var part in places.Select(place => place.Split('/')[0].Split('[')[0]).Distinct(StringComparer.Ordinal))
        {
            if (part.StartsWith('@'))
            {
                result.SetAttributeValue(part[1..], after.Element.Attribute(part[1..])?.Value);
            }
            else
            {
                result.Elements(part).Remove();
                result.Add(after.Element.Elements(part).Select(static element => new XElement(element)));
            }
        }
        return DeviceText.Read(result.ToString());
    }

    private static Dictionary<string, string> Places(DeviceText device)
    {
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        Collect(device.Element, "", places);
        return places;
    }

    private static void Collect(XElement element, string path, Dictionary<string, string> places)
    {
        foreach (var attribute in element.Attributes())
        {
            places[$"{path}@{attribute.Name.LocalName}"] = attribute.Value;
        }
        foreach (var kind in element.Elements().GroupBy(child => child.Name.LocalName, StringComparer.Ordinal))
        {
            if (path.Length == 0 && kind.Key is ("alias" or "address"))
            {
                continue;
            }
            var number = 0;
            foreach (var child in kind)
            {
                var name = path + kind.Key + (number++ == 0 ? "" : $"[{number}]");
                // That an element is there can be all it says.
                places[name] = child.HasElements ? "" : child.Value;
                Collect(child, name + "/", places);
            }
        }
    }
}
