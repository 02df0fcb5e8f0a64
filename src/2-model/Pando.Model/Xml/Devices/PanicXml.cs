using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>panic</c> element.</summary>
internal static class PanicXml
{
    public static PanicDevice Read(ElementReader panic)
    {
        var model = panic.Word<PanicModel>("model");
        panic.Claim("panic", XmlWords<PanicModel>.Of(model ?? PanicModel.Isa));
        return new PanicDevice
        {
            Model = model,
            Alias = PlaceXml.Alias(panic),
            AcpiIndex = model == PanicModel.Pci ? PlaceXml.AcpiIndex(panic) : null,
            Address = model switch
            {
                PanicModel.Pci => PlaceXml.Address(panic, "pci", "pci"),
                // Registers of the processor have no place.
                PanicModel.HyperV => null,
                _ => PlaceXml.Address(panic, "isa", "isa"),
            },
        };
    }

    public static XElement Write(PanicDevice panic, DomainXmlOptions options) => new("panic", Word("model", panic.Model), PlaceXml.Write(panic, options));
}
