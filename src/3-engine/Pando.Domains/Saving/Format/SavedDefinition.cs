using System.Xml.Linq;
using Pando.Model.Domains;
using Pando.Model.Xml;

namespace Pando.Domains.Saving.Format;

/// <summary>The definition of a machine on its way into a file and back, with every address and alias as it was.</summary>
internal static class SavedDefinition
{
    private static readonly DomainXmlOptions WithSecrets = new() { IncludeSecrets = true };

    /// <summary>The text that stands in the file: what belongs to one run only is left away, as libvirt does.</summary>
    public static string Text(DomainDefinition definition) => DomainXml.Write(definition, WithSecrets);

    /// <summary>The aliases of what is in force, by the place of their devices in <see cref="Text"/>.</summary>
    public static IReadOnlyDictionary<int, string> Aliases(DomainDefinition definition)
    {
        var devices = HostileXml.Read(DomainXml.Write(definition, WithSecrets with { Live = true })).Element("devices");
        return (devices?.Elements() ?? []).Select((device, place) => (Place: place, Alias: (string?)device.Element("alias")?.Attribute("name")))
            .Where(one => one.Alias is not null).ToDictionary(one => one.Place, one => one.Alias!);
    }

    /// <summary>A definition that was completed anew, with the aliases that its devices had. Devices were neither added nor moved.</summary>
    public static DomainDefinition WithAliases(DomainDefinition definition, IReadOnlyDictionary<int, string> aliases)
    {
        var root = HostileXml.Read(Text(definition));
        var devices = root.Element("devices")?.Elements().ToList() ?? [];
        foreach (var (place, alias) in aliases)
        {
            if (place >= 0 && place < devices.Count && devices[place].Element("alias") is null)
            {
                devices[place].Add(new XElement("alias", new XAttribute("name", alias)));
            }
        }
        return DomainXml.Read(root.ToString(SaveOptions.DisableFormatting));
    }

    /// <summary>The text of a file, with the processor that the guest really had.</summary>
    public static string Resolved(SaveImage image)
    {
        if (image.Cookie.Cpu is not { } cpu)
        {
            return image.Xml;
        }
        var root = HostileXml.Read(image.Xml);
        var mode = (string?)root.Element("cpu")?.Attribute("mode");
        if (mode is not "host-model")
        {
            return image.Xml;
        }
        root.Element("cpu")!.ReplaceWith(cpu);
        return root.ToString(SaveOptions.DisableFormatting);
    }
}
