using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>portForward</c> elements of an interface that passt carries.</summary>
internal static class PortForwardXml
{
    private const int MostPort = 65535;

    public static EquatableArray<PortForward> Read(ElementReader card) => [.. card.Children("portForward").Select(One)];

    public static XElement Write(PortForward forward) => new("portForward",
        Word<PortProtocol>("proto", forward.Protocol), Attribute("address", forward.Address), Attribute("dev", forward.Device),
        forward.Ranges.Items.Select(range => new XElement("range",
            Attribute("start", range.Start), Attribute("end", range.End), Attribute("to", range.To), YesNo("exclude", range.Exclude))));

    private static PortForward One(ElementReader forward)
    {
        var address = forward.Attribute("address");
        if (address is not null && IpText.FamilyOf(address) is null)
        {
            throw forward.BadValue("address", address, "IP");
        }
        return new PortForward(
            forward.RequiredWord<PortProtocol>("proto"), address, InterfaceXml.Name(forward, "dev"), [.. forward.Children("range").Select(Range)]);
    }

    private static PortRange Range(ElementReader range)
    {
        var start = range.Number("start", 1, MostPort) ?? throw range.Missing("@start");
        var end = range.Number("end", start, MostPort);
        return new PortRange(start, end, range.Number("to", 1, MostPort), range.YesNo("exclude"));
    }
}
