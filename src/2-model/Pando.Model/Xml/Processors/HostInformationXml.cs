using System.Xml.Linq;
using Pando.Model.Host;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Processors;

/// <summary>Writes a host's <c>sysinfo</c>.</summary>
public static class HostInformationXml
{
    /// <summary>The document.</summary>
    public static string Write(HostInformation information)
    {
        ArgumentNullException.ThrowIfNull(information);
        return XmlText.Of(new XElement("sysinfo", Attribute("type", "smbios"), information.Parts.Items.Select(part =>
            new XElement(part.Kind, part.Entries.Items.Select(entry => new XElement("entry", Attribute("name", entry.Name), Plain(entry.Text)))))));
    }

    // Firmware holds what its maker typed: characters that XML cannot have are left out.
    private static string Plain(string text) => string.Concat(text.Where(static letter => !char.IsControl(letter) && !char.IsSurrogate(letter)));
}
