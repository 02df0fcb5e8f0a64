using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>crypto</c> element.</summary>
internal static class CryptoXml
{
    private const int MostQueues = 1024;

    public static CryptoDevice Read(ElementReader crypto)
    {
        crypto.RequiredAttribute("model");
        crypto.Only("model", "virtio");
        crypto.RequiredAttribute("type");
        crypto.Only("type", "qemu");
        var backend = crypto.RequiredChild("backend");
        return new CryptoDevice
        {
            Backend = backend.RequiredWord<CryptoBackend>("model"),
            Queues = backend.Number("queues", 1, MostQueues),
            Virtio = VirtioOptionsXml.Read(crypto.Child("driver")),
            Alias = PlaceXml.Alias(crypto),
            AcpiIndex = PlaceXml.AcpiIndex(crypto),
            Address = PlaceXml.Address(crypto, "pci", "pci"),
        };
    }

    public static XElement Write(CryptoDevice crypto, DomainXmlOptions options) => new("crypto",
        Attribute("model", "virtio"), Attribute("type", "qemu"),
        new XElement("backend", Word<CryptoBackend>("model", crypto.Backend), Attribute("queues", crypto.Queues)),
        UnlessEmpty("driver", VirtioOptionsXml.Write(crypto.Virtio)),
        PlaceXml.Write(crypto, options));
}
