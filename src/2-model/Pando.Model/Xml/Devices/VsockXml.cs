using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>vsock</c> element.</summary>
internal static class VsockXml
{
    public static VsockDevice Read(ElementReader vsock)
    {
        var cid = vsock.Child("cid");
        var auto = cid?.YesNo("auto");
        var number = cid?.LongNumber("address", 0, uint.MaxValue - 1);
        if (number < VsockDevice.FirstCid && (number != 0 || auto != true))
        {
            throw cid!.BadValue("address", cid.Attribute("address")!, $"≥ {VsockDevice.FirstCid}");
        }
        return new VsockDevice
        {
            Model = vsock.Word<VirtioModel>("model"),
            AutoCid = auto,
            Cid = number == 0 ? null : number,
            Virtio = VirtioOptionsXml.Read(vsock.Child("driver")),
            Alias = PlaceXml.Alias(vsock),
            AcpiIndex = PlaceXml.AcpiIndex(vsock),
            Address = PlaceXml.Address(vsock, "pci", "pci"),
        };
    }

    public static XElement Write(VsockDevice vsock, DomainXmlOptions options) => new("vsock",
        Word("model", vsock.Model),
        UnlessEmpty("cid", YesNo("auto", vsock.AutoCid), vsock.AutoCid == true && !options.Live ? null : Attribute("address", vsock.Cid)),
        UnlessEmpty("driver", VirtioOptionsXml.Write(vsock.Virtio)),
        PlaceXml.Write(vsock, options));
}
