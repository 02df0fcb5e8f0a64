using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>serial</c> element.</summary>
internal static class SerialXml
{
    private const int MostNumbers = 255;

    public static SerialDevice Read(ElementReader serial)
    {
        var target = serial.Child("target");
        var kind = Target(target);
        var port = target?.Number("port", 0, kind is null or SerialTarget.Isa ? SerialDevice.MostPorts - 1 : MostNumbers);
        if (port is { } number)
        {
            target!.Claim("serial port", number.ToString(CultureInfo.InvariantCulture));
        }
        var place = kind switch { SerialTarget.Usb => "usb", SerialTarget.Pci => "pci", _ => "isa" };
        return new SerialDevice
        {
            Backend = CharacterXml.Read(serial),
            Target = kind,
            Port = port,
            Alias = PlaceXml.Alias(serial),
            Address = PlaceXml.Address(serial, place, place),
        };
    }

    public static XElement Write(SerialDevice serial, DomainXmlOptions options) => new("serial",
        Attribute("type", CharacterXml.Kind(serial.Backend)),
        CharacterXml.Write(serial.Backend, options),
        UnlessEmpty("target", Word("type", serial.Target), Attribute("port", serial.Port), serial.Target is { } kind ? new XElement("model", Attribute("name", Model(kind))) : null),
        PlaceXml.Write(serial, options));

    // Each target has one model on a PC, and the usual one of what names no target is that on ISA.
    private static SerialTarget? Target(ElementReader? target)
    {
        var kind = target?.Word<SerialTarget>("type");
        if (target?.Child("model") is not { } model)
        {
            return kind;
        }
        model.RequiredAttribute("name");
        model.Only("name", Model(kind ?? SerialTarget.Isa));
        return kind ?? SerialTarget.Isa;
    }

    private static string Model(SerialTarget target) => target == SerialTarget.IsaDebug ? "isa-debugcon" : XmlWords<SerialTarget>.Of(target);
}
