using System.Net;
using Pando.Model.Domains.Devices;
using Pando.Model.Xml.Devices;

namespace Pando.Model.Xml.Networks;

/// <summary>Addresses from <c>start</c> to <c>end</c>.</summary>
internal static class AddressRange
{
    public static (string First, string Last) Read(ElementReader range, IpFamily family)
    {
        var first = Address(range, "start", family);
        var last = Address(range, "end", family);
        return Compare(IPAddress.Parse(first), IPAddress.Parse(last)) <= 0 ? (first, last) : throw range.BadValue("end", last, $"≥ {first}");
    }

    /// <summary>An address that must be there and be of the family.</summary>
    public static string Address(ElementReader element, string attribute, IpFamily family)
    {
        var text = element.RequiredAttribute(attribute);
        return IpText.FamilyOf(text) == family ? text : throw element.BadValue(attribute, text, XmlWords<IpFamily>.Of(family));
    }

    /// <summary>Which of two addresses of one family comes first.</summary>
    public static int Compare(IPAddress one, IPAddress other) => one.GetAddressBytes().AsSpan().SequenceCompareTo(other.GetAddressBytes());
}
