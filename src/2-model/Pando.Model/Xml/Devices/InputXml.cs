using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>input</c> element.</summary>
internal static class InputXml
{
    public static InputDevice Read(ElementReader input)
    {
        var kind = input.RequiredWord<InputKind>("type");
        var bus = input.Word<InputBus>("bus");
        if (kind == InputKind.Tablet && bus == InputBus.Ps2)
        {
            throw input.BadValue("bus", "ps2", "usb | virtio");
        }
        return new InputDevice
        {
            Kind = kind,
            Bus = bus,
            Alias = PlaceXml.Alias(input),
            AcpiIndex = bus == InputBus.Virtio ? PlaceXml.AcpiIndex(input) : null,
            Address = (bus ?? UsualBus(kind)) switch
            {
                InputBus.Usb => PlaceXml.Address(input, "usb", "usb"),
                InputBus.Virtio => PlaceXml.Address(input, "pci", "pci"),
                _ => null,
            },
        };
    }

    public static XElement Write(InputDevice input, DomainXmlOptions options) => new("input",
        Word<InputKind>("type", input.Kind), Word("bus", input.Bus), PlaceXml.Write(input, options));

    private static InputBus UsualBus(InputKind kind) => kind == InputKind.Tablet ? InputBus.Usb : InputBus.Ps2;
}
