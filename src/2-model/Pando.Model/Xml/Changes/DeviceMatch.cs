using System.Collections.Frozen;
using System.Xml.Linq;

namespace Pando.Model.Xml.Changes;

/// <summary>
/// Which device of a machine a caller means, as libvirt finds it: by what tells devices of its kind apart, where the
/// caller wrote that; else by all that the caller wrote.
/// </summary>
internal static class DeviceMatch
{
    /// <summary>What tells devices of a kind apart: attributes (<c>target/@dev</c>) and elements. An alias tells every kind apart.</summary>
    private static readonly FrozenDictionary<string, string[]> Keys = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["disk"] = ["target/@dev"],
        ["interface"] = ["mac/@address", "address"],
        ["controller"] = ["@type", "@index"],
        ["hostdev"] = ["@mode", "@type", "source"],
        ["filesystem"] = ["target/@dir"],
        ["shmem"] = ["@name"],
        ["lease"] = ["lockspace", "key"],
        ["graphics"] = ["@type"],
        ["memballoon"] = ["@model"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private const string Alias = "alias/@name";

    /// <summary>The devices that can be meant.</summary>
    public static IReadOnlyList<XElement> Find(XElement devices, XElement wanted)
    {
        var alike = devices.Elements(wanted.Name).ToList();
        if (ValueAt(wanted, Alias) is { } alias)
        {
            return [.. alike.Where(device => ValueAt(device, Alias) == alias)];
        }
        var keys = Keys.GetValueOrDefault(wanted.Name.LocalName, []).Where(key => IsThere(wanted, key)).ToList();
        return keys.Count == 0
            ? [.. alike.Where(device => Contains(device, wanted))]
            : [.. alike.Where(device => keys.TrueForAll(key => IsSame(device, wanted, key)))];
    }

    /// <summary>The kind and the first thing that tells it from others.</summary>
    public static string NameOf(XElement device)
    {
        var kind = device.Name.LocalName;
        var told = Keys.GetValueOrDefault(kind, []).Prepend(Alias).Reverse().Select(key => ValueAt(device, key)).LastOrDefault(value => value is not null);
        return told is null ? kind : $"{kind} {told}";
    }

    /// <summary>The value of an attribute, or an element's text; null where it is not there.</summary>
    public static string? ValueAt(XElement device, string key)
    {
        var parts = key.Split("@", 2);
        var element = parts[0].TrimEnd('/').Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(device, static (at, name) => at?.Element(name)!);
        return parts.Length == 2 ? element?.Attribute(parts[1])?.Value : element is { HasElements: false } ? element.Value : null;
    }

    private static bool IsThere(XElement device, string key) =>
        key.Contains('@', StringComparison.Ordinal) ? ValueAt(device, key) is not null : device.Element(key) is not null;

    private static bool IsSame(XElement device, XElement wanted, string key) => key.Contains('@', StringComparison.Ordinal)
        ? ValueAt(device, key) == ValueAt(wanted, key)
        : device.Element(key) is { } there && Contains(there, wanted.Element(key)!);

    /// <summary>Whether everything that is written in the second is in the first.</summary>
    private static bool Contains(XElement device, XElement wanted) =>
        wanted.Attributes().All(attribute => device.Attribute(attribute.Name)?.Value == attribute.Value)
        && (wanted.HasElements || string.IsNullOrWhiteSpace(wanted.Value) || device.Value == wanted.Value)
        && wanted.Elements().All(child => device.Elements(child.Name).Any(there => Contains(there, child)));
}
