using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>parallel</c> element.</summary>
internal static class ParallelXml
{
    public static ParallelDevice Read(ElementReader parallel)
    {
        var target = parallel.Child("target");
        var port = target?.Number("port", 0, ParallelDevice.MostPorts - 1);
        if (port is { } number)
        {
            target!.Claim("parallel port", number.ToString(CultureInfo.InvariantCulture));
        }
        return new ParallelDevice
        {
            Backend = CharacterXml.Read(parallel),
            Port = port,
            Alias = PlaceXml.Alias(parallel),
            Address = PlaceXml.Address(parallel, "isa", "isa"),
        };
    }

    public static XElement Write(ParallelDevice parallel, DomainXmlOptions options) => new("parallel",
        Attribute("type", CharacterXml.Kind(parallel.Backend)),
        CharacterXml.Write(parallel.Backend, options),
        UnlessEmpty("target", Attribute("port", parallel.Port)),
        PlaceXml.Write(parallel, options));
}
