using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>rng</c> element.</summary>
internal static class RngXml
{
    public static RngDevice Read(ElementReader rng)
    {
        var backend = rng.RequiredChild("backend");
        var source = backend.RequiredWord<RngSource>("model");
        return new RngDevice
        {
            Model = rng.RequiredWord<VirtioModel>("model"),
            Virtio = VirtioOptionsXml.Read(rng.Child("driver")),
            Source = source,
            Path = source == RngSource.Random ? backend.TextPath() : null,
            Backend = source == RngSource.Egd ? CharacterXml.Read(backend) : null,
            Rate = rng.Child("rate") is { } rate ? Rate(rate) : null,
            Alias = PlaceXml.Alias(rng),
            AcpiIndex = PlaceXml.AcpiIndex(rng),
            Address = PlaceXml.Address(rng, "pci", "pci"),
        };
    }

    public static XElement Write(RngDevice rng, DomainXmlOptions options) => new("rng",
        Word<VirtioModel>("model", rng.Model),
        rng.Rate is not { } rate ? null : new XElement("rate", Attribute("bytes", rate.Bytes), Attribute("period", rate.PeriodMilliseconds)),
        new XElement("backend",
            Word<RngSource>("model", rng.Source),
            rng.Path,
            rng.Backend is { } end ? (object[])[Attribute("type", CharacterXml.Kind(end))!, CharacterXml.Write(end, options)] : null),
        UnlessEmpty("driver", VirtioOptionsXml.Write(rng.Virtio)),
        PlaceXml.Write(rng, options));

    private static RngRate Rate(ElementReader rate) =>
        new(rate.Number("bytes", 1) ?? throw rate.Missing("@bytes"), rate.Number("period", 1));
}
