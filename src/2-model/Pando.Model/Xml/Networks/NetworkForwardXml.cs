using System.Xml.Linq;
using Pando.Model.Networks;
using Pando.Model.Xml.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Networks;

/// <summary>The <c>forward</c> element.</summary>
internal static class NetworkForwardXml
{
    private const int MostPort = 65535;

    public static NetworkForward Read(ElementReader forward)
    {
        var mode = forward.Word<ForwardMode>("mode") ?? ForwardMode.Nat;
        var devices = forward.Children("interface").Select(static one => { one.Ignore("connections"); return one.RequiredAttribute("dev"); }).ToList();
        var first = forward.Attribute("dev");
        if (first is not null && devices.Count > 0 && devices[0] != first)
        {
            throw forward.Conflict($"interface/@dev='{devices[0]}', @dev='{first}'");
        }
        var physical = forward.Child("pf")?.RequiredAttribute("dev");
        if (physical is not null && first is not null)
        {
            throw forward.Conflict("pf, @dev");
        }
        var read = new NetworkForward(mode)
        {
            Devices = [.. devices.Count == 0 && first is not null ? [first] : devices],
            Functions = [.. forward.Children("address").Select(static one => { one.Ignore("connections"); return PlaceXml.HostPci(one); })],
            PhysicalFunction = physical,
            Managed = forward.YesNo("managed"),
            Driver = forward.Child("driver")?.RequiredWord<FunctionDriver>("name"),
            Nat = forward.Child("nat") is { } nat ? Nat(nat, mode) : null,
        };
        Check(forward, read);
        return read;
    }

    public static XElement? Write(NetworkForward? forward, IReadOnlyDictionary<string, int>? connections = null) => forward is null ? null : new XElement(
        "forward",
        Attribute("dev", forward.Devices.Items.FirstOrDefault()), Word<ForwardMode>("mode", forward.Mode), YesNo("managed", forward.Managed),
        forward.PhysicalFunction is { } physical ? new XElement("pf", Attribute("dev", physical)) : null,
        forward.Driver is { } driver ? new XElement("driver", Word<FunctionDriver>("name", driver)) : null,
        Write(forward.Nat),
        forward.Devices.Items.Select(device => Used(new XElement("interface", Attribute("dev", device)), device, connections)),
        forward.Functions.Items.Select(function => Used(PlaceXml.Write(function, typed: true), function.ToString(), connections)));

    private static XElement Used(XElement element, string what, IReadOnlyDictionary<string, int>? connections)
    {
        if (connections?.GetValueOrDefault(what) is > 0 and var count)
        {
            element.Add(Attribute("connections", count));
        }
        return element;
    }

    private static XElement? Write(NatSettings? nat) => nat is null ? null : new XElement(
        "nat",
        YesNo("ipv6", nat.TranslatesIPv6),
        nat.First is null ? null : new XElement("address", Attribute("start", nat.First), Attribute("end", nat.Last)),
        nat.FirstPort is null ? null : new XElement("port", Attribute("start", nat.FirstPort), Attribute("end", nat.LastPort)));

    private static NatSettings Nat(ElementReader nat, ForwardMode mode)
    {
        if (mode != ForwardMode.Nat)
        {
            throw nat.Conflict("forward mode='nat'");
        }
        var addresses = nat.Child("address");
        var ports = nat.Child("port");
        var (first, last) = addresses is null ? default : AddressRange.Read(addresses, Domains.Devices.IpFamily.IPv4);
        var (from, to) = ports is null ? default : Ports(ports);
        return new NatSettings(first, last, from, to, nat.YesNo("ipv6"));
    }

    private static (int? First, int? Last) Ports(ElementReader ports)
    {
        var first = ports.Number("start", 1, MostPort) ?? throw ports.Missing("@start");
        return (first, ports.Number("end", first, MostPort) ?? throw ports.Missing("@end"));
    }

    private static void Check(ElementReader forward, NetworkForward read)
    {
        var word = $"mode='{XmlWords<ForwardMode>.Of(read.Mode)}'";
        switch (read.Mode)
        {
            case ForwardMode.Open when !read.Devices.IsEmpty:
                throw forward.Conflict($"{word}, @dev");
            case ForwardMode.Nat or ForwardMode.Route when read.Devices.Count > 1:
                throw forward.Conflict($"{word}: interface ≤ 1");
            case not ForwardMode.HostDevice when !read.Functions.IsEmpty || read.Driver is not null || read.Managed is not null:
                throw forward.Conflict($"address, driver, @managed: mode='hostdev'");
        }
        if (read.PhysicalFunction is not null && (!read.Functions.IsEmpty || !read.Devices.IsEmpty))
        {
            throw forward.Conflict("pf, address, interface");
        }
    }
}
