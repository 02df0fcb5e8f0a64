using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>console</c> element.</summary>
internal static class ConsoleXml
{
    public static ConsoleDevice Read(ElementReader console)
    {
        var target = console.Child("target");
        var kind = target?.Word<ConsoleTarget>("type");
        return new ConsoleDevice
        {
            Backend = CharacterXml.Read(console),
            Target = kind,
            Port = target?.Number("port", 0, 255),
            Alias = PlaceXml.Alias(console),
            Address = kind == ConsoleTarget.Virtio ? PlaceXml.Address(console, "virtio-serial", "virtio-serial") : null,
        };
    }

    public static XElement Write(ConsoleDevice console, DomainXmlOptions options) => new("console",
        Attribute("type", CharacterXml.Kind(console.Backend)),
        options.Live && console.Backend is PtyBackend { Path: { } path } ? Attribute("tty", path) : null,
        CharacterXml.Write(console.Backend, options),
        UnlessEmpty("target", Word("type", console.Target), Attribute("port", console.Port)),
        PlaceXml.Write(console, options));
}
