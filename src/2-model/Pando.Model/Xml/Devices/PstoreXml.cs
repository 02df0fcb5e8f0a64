using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>pstore</c> element.</summary>
internal static class PstoreXml
{
    // A record of the device is 8 KiB; QEMU keeps one for itself.
    private const long LeastKiB = 8;

    public static PstoreDevice Read(ElementReader pstore)
    {
        pstore.RequiredAttribute("backend");
        pstore.Only("backend", "acpi-erst");
        var size = pstore.RequiredChild("size");
        var kib = ScaledKiB.Read(size);
        return new PstoreDevice
        {
            Path = pstore.Child("path")?.TextPath(),
            SizeKiB = kib >= LeastKiB && kib % 4 == 0 ? kib : throw size.BadValue(null, $"{kib} KiB", $"n · 4 KiB ≥ {LeastKiB} KiB"),
            Alias = PlaceXml.Alias(pstore),
            AcpiIndex = PlaceXml.AcpiIndex(pstore),
            Address = PlaceXml.Address(pstore, "pci", "pci"),
        };
    }

    public static XElement Write(PstoreDevice pstore, DomainXmlOptions options) => new("pstore",
        Attribute("backend", "acpi-erst"),
        Text("path", pstore.Path),
        new XElement("size", Attribute("unit", "KiB"), pstore.SizeKiB.ToString(CultureInfo.InvariantCulture)),
        PlaceXml.Write(pstore, options));
}
