using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>audio</c> element.</summary>
internal static class AudioXml
{
    public static AudioBackend Read(ElementReader audio)
    {
        audio.RequiredAttribute("type");
        audio.Only("type", "none");
        var id = audio.Number("id", 1, 255) ?? throw audio.Missing("@id");
        audio.Claim("audio", id.ToString(CultureInfo.InvariantCulture));
        return new AudioBackend(id);
    }

    public static XElement Write(AudioBackend audio) => new("audio", Attribute("id", audio.Id), Attribute("type", "none"));
}
