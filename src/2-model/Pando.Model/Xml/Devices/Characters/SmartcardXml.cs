using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>smartcard</c> element.</summary>
internal static class SmartcardXml
{
    private const int Certificates = 3;

    public static SmartcardDevice Read(ElementReader card)
    {
        var mode = card.RequiredWord<SmartcardMode>("mode");
        var made = mode == SmartcardMode.HostCertificates;
        if (mode != SmartcardMode.PassThrough && card.Attribute("type") is not null)
        {
            throw card.Conflict($"@mode='{XmlWords<SmartcardMode>.Of(mode)}', @type");
        }
        return new SmartcardDevice
        {
            Mode = mode,
            Certificates = made ? Names(card) : [],
            Database = made ? card.Child("database")?.TextPath() : null,
            Backend = mode == SmartcardMode.PassThrough ? CharacterXml.Read(card) : null,
            Alias = PlaceXml.Alias(card),
            Address = PlaceXml.Address(card, "ccid", "ccid"),
        };
    }

    public static XElement Write(SmartcardDevice card, DomainXmlOptions options) => new("smartcard",
        Word<SmartcardMode>("mode", card.Mode),
        card.Backend is { } end ? (object[])[Attribute("type", CharacterXml.Kind(end))!, CharacterXml.Write(end, options)] : null,
        card.Certificates.Items.Select(name => new XElement("certificate", name)),
        Text("database", card.Database),
        PlaceXml.Write(card, options));

    private static EquatableArray<string> Names(ElementReader card)
    {
        var names = card.Children("certificate");
        return names.Count switch
        {
            < Certificates => throw card.Missing("certificate"),
            > Certificates => throw names[Certificates].Fails(Errors.ErrorCodes.Definition.Repeated),
            _ => names.Select(name => name.RequiredText()).ToEquatableArray(),
        };
    }
}
