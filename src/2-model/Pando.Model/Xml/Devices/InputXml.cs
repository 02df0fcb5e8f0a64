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
        RefuseWrongBus(input, kind, bus);
        var virtio = (bus ?? UsualBus(kind)) == InputBus.Virtio;
        return new InputDevice
        {
            Kind = kind,
            Bus = bus,
            Model = virtio ? Model(input, kind) : null,
            Virtio = virtio ? VirtioOptionsXml.Read(input.Child("driver")) : VirtioOptions.Unsaid,
            SourcePath = kind switch
            {
                InputKind.PassThrough => Source(input, "evdev"),
                InputKind.EventDevice => Source(input, "dev"),
                _ => null,
            },
            Grab = kind == InputKind.EventDevice ? Grab(input.RequiredChild("source")) : null,
            Alias = PlaceXml.Alias(input),
            AcpiIndex = virtio ? PlaceXml.AcpiIndex(input) : null,
            Address = (bus ?? UsualBus(kind)) switch
            {
                InputBus.Usb => PlaceXml.Address(input, "usb", "usb"),
                InputBus.Virtio => PlaceXml.Address(input, "pci", "pci"),
                _ => null,
            },
        };
    }

    public static XElement Write(InputDevice input, DomainXmlOptions options) => new("input",
        Word<InputKind>("type", input.Kind), Word("bus", input.Bus), Word("model", input.Model),
        UnlessEmpty("driver", VirtioOptionsXml.Write(input.Virtio)),
        input.SourcePath is null ? null : new XElement("source",
            Attribute(input.Kind == InputKind.EventDevice ? "dev" : "evdev", input.SourcePath),
            input.Grab is { All: true } ? Attribute("grab", "all") : null,
            Word("grabToggle", input.Grab?.Toggle),
            OnOff("repeat", input.Grab?.Repeat)),
        PlaceXml.Write(input, options));

    private static void RefuseWrongBus(ElementReader input, InputKind kind, InputBus? bus)
    {
        var allowed = kind switch
        {
            InputKind.Tablet => "usb | virtio",
            InputKind.PassThrough => "virtio",
            InputKind.EventDevice => "",
            _ => "ps2 | usb | virtio",
        };
        if (bus is { } given && !allowed.Split(" | ").Contains(XmlWords<InputBus>.Of(given)))
        {
            throw input.BadValue("bus", XmlWords<InputBus>.Of(given), allowed);
        }
    }

    // The emulated ones have one form only, which goes by the plain name.
    private static VirtioModel? Model(ElementReader input, InputKind kind)
    {
        if (kind != InputKind.PassThrough)
        {
            input.Only("model", "virtio");
        }
        return input.Word<VirtioModel>("model");
    }

    private static string Source(ElementReader input, string attribute)
    {
        var source = input.RequiredChild("source");
        return source.Path(attribute) ?? throw source.Missing("@" + attribute);
    }

    private static InputGrab? Grab(ElementReader source)
    {
        source.Only("grab", "all");
        var grab = new InputGrab
        {
            All = source.Attribute("grab") is not null,
            Toggle = source.Word<InputGrabToggle>("grabToggle"),
            Repeat = source.OnOff("repeat"),
        };
        return grab == new InputGrab() ? null : grab;
    }

    private static InputBus? UsualBus(InputKind kind) => kind switch
    {
        InputKind.Tablet => InputBus.Usb,
        InputKind.PassThrough => InputBus.Virtio,
        InputKind.EventDevice => null,
        _ => InputBus.Ps2,
    };
}
