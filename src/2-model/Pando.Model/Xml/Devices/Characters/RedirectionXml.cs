using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>redirdev</c> elements, and the rules of <c>redirfilter</c>.</summary>
internal static class RedirectionXml
{
    private const int Any = -1;

    public static RedirectedDevice Read(ElementReader device)
    {
        device.Only("bus", "usb");
        return new RedirectedDevice
        {
            Backend = CharacterXml.Read(device),
            BootOrder = PlaceXml.BootOrder(device),
            Alias = PlaceXml.Alias(device),
            Address = PlaceXml.Address(device, "usb", "usb"),
        };
    }

    public static XElement Write(RedirectedDevice device, DomainXmlOptions options) => new("redirdev",
        Attribute("bus", "usb"),
        Attribute("type", CharacterXml.Kind(device.Backend)),
        CharacterXml.Write(device.Backend, options),
        PlaceXml.BootOrder(device.BootOrder),
        PlaceXml.Write(device, options));

    /// <summary>The rules; none where there is no filter.</summary>
    public static EquatableArray<RedirectionRule> ReadFilter(ElementReader? filter) =>
        filter is null ? [] : filter.Children("usbdev").Select(Rule).ToEquatableArray();

    public static XElement? Write(EquatableArray<RedirectionRule> rules) => rules.IsEmpty ? null : new XElement("redirfilter", rules.Items.Select(rule => new XElement("usbdev",
        rule.Class is { } kind ? Hexadecimal("class", kind, 2) : null,
        rule.Vendor is { } vendor ? Hexadecimal("vendor", vendor, 4) : null,
        rule.Product is { } product ? Hexadecimal("product", product, 4) : null,
        rule.VersionBcd is { } version ? Attribute("version", string.Create(CultureInfo.InvariantCulture, $"{version >> 8:x}.{version & 0xff:x2}")) : null,
        YesNo("allow", rule.Allow))));

    private static RedirectionRule Rule(ElementReader rule) => new(rule.YesNo("allow") ?? throw rule.Missing("@allow"))
    {
        Class = Number(rule, "class", 0xff),
        Vendor = Number(rule, "vendor", 0xffff),
        Product = Number(rule, "product", 0xffff),
        VersionBcd = rule.Attribute("version") is { } version ? Version(rule, version) : null,
    };

    // -1 is how a definition says "any".
    private static int? Number(ElementReader rule, string name, int most) => rule.Number(name, Any, most) is { } number and not Any ? number : null;

    // "1.10" is 0x0110, "1.1" too: the digits behind the point are a fraction.
    private static int? Version(ElementReader rule, string version)
    {
        if (version == "-1")
        {
            return null;
        }
        var parts = version.Split('.');
        return parts is [{ Length: 1 or 2 } whole, { Length: 1 or 2 } rest] && whole.All(char.IsAsciiDigit) && rest.All(char.IsAsciiDigit)
            ? int.Parse(whole + rest.PadRight(2, '0'), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : throw rule.BadValue("version", version, "0.00…99.99");
    }
}
