using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>What is special about a <c>hostdev type='scsi_host'</c>.</summary>
internal static class HostScsiControllerXml
{
    private const string Prefix = "naa.";
    private const int Digits = 16;

    public static HostScsiController Read(ElementReader device)
    {
        var source = device.RequiredChild("source");
        source.RequiredAttribute("protocol");
        source.Only("protocol", "vhost");
        var name = source.RequiredAttribute("wwpn");
        var good = name.StartsWith(Prefix, StringComparison.Ordinal) && name.Length == Prefix.Length + Digits && name.Skip(Prefix.Length).All(char.IsAsciiHexDigit);
        return good
            ? new HostScsiController { WorldWidePortName = name, Model = device.Word<VirtioModel>("model") }
            : throw source.BadValue("wwpn", name, "naa.xxxxxxxxxxxxxxxx");
    }

    public static XObject?[] Write(HostScsiController controller) =>
    [
        Word("model", controller.Model),
        new XElement("source", Attribute("protocol", "vhost"), Attribute("wwpn", controller.WorldWidePortName)),
    ];
}
