using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>serial</c> element.</summary>
internal static class SerialXml
{
    public static SerialDevice Read(ElementReader serial)
    {
        var target = serial.Child("target");
        target?.Only("type", "isa-serial");
        target?.Child("model")?.Only("name", "isa-serial");
        var port = target?.Number("port", 0, SerialDevice.MostPorts - 1);
        if (port is { } number)
        {
            target!.Claim("serial port", number.ToString(CultureInfo.InvariantCulture));
        }
        return new SerialDevice { Backend = CharacterXml.Read(serial), Port = port, Alias = PlaceXml.Alias(serial) };
    }

    public static XElement Write(SerialDevice serial, DomainXmlOptions options) => new("serial",
        Attribute("type", CharacterXml.Kind(serial.Backend)),
        CharacterXml.Write(serial.Backend, options),
        new XElement("target", Attribute("type", "isa-serial"), Attribute("port", serial.Port), new XElement("model", Attribute("name", "isa-serial"))),
        PlaceXml.Write(serial, options));
}
