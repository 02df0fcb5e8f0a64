using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using Pando.Model.Networks;
using Pando.Model.Xml.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Networks;

/// <summary>The <c>dns</c> element.</summary>
internal static class NetworkDnsXml
{
    private const int Most = 65535;

    public static NetworkDns Read(ElementReader dns) => new()
    {
        Enabled = dns.YesNo("enable"),
        ForwardsPlainNames = dns.YesNo("forwardPlainNames"),
        Forwarders = [.. dns.Children("forwarder").Select(Forwarder)],
        Texts = [.. dns.Children("txt").Select(Record)],
        Services = [.. dns.Children("srv").Select(Service)],
        Hosts = [.. dns.Children("host").Select(Host)],
    };

    public static XElement? Write(NetworkDns? dns) => dns is null ? null : new XElement(
        "dns",
        YesNo("enable", dns.Enabled), YesNo("forwardPlainNames", dns.ForwardsPlainNames),
        dns.Forwarders.Items.Select(forwarder => new XElement("forwarder", Attribute("domain", forwarder.Domain), Attribute("addr", forwarder.Address))),
        dns.Texts.Items.Select(text => new XElement("txt", Attribute("name", text.Name), Attribute("value", text.Value))),
        dns.Services.Items.Select(service => new XElement(
            "srv",
            Attribute("service", service.Service), Word<PortProtocol>("protocol", service.Protocol), Attribute("domain", service.Domain), Attribute("target", service.Target),
            Attribute("port", service.Port), Attribute("priority", service.Priority), Attribute("weight", service.Weight))),
        dns.Hosts.Items.Select(host => new XElement("host", Attribute("ip", host.Address), host.Names.Items.Select(name => new XElement("hostname", name)))));

    private static DnsForwarder Forwarder(ElementReader forwarder)
    {
        var address = forwarder.Attribute("addr");
        var domain = forwarder.Attribute("domain") is { Length: > 0 } name ? name : null;
        return address is null && domain is null ? throw forwarder.Missing("@addr, @domain")
            : address is null || IpText.FamilyOf(address) is not null ? new DnsForwarder(address, domain)
            : throw forwarder.BadValue("addr", address, "IP");
    }

    private static DnsText Record(ElementReader text)
    {
        var name = text.RequiredAttribute("name");
        return name.Any(static letter => letter is ' ' or ',' || char.IsControl(letter))
            ? throw text.BadValue("name", name, "≠ ' ', ','")
            : new DnsText(name, text.Attribute("value") ?? throw text.Missing("@value"));
    }

    private static DnsService Service(ElementReader service)
    {
        var read = new DnsService(
            service.RequiredAttribute("service"), service.RequiredWord<PortProtocol>("protocol"), service.Attribute("domain"), service.Attribute("target"),
            service.Number("port", 1, Most), service.Number("priority", 0, Most), service.Number("weight", 0, Most));
        return read is { Target: null } and not { Port: null, Priority: null, Weight: null } ? throw service.Missing("@target") : read;
    }

    private static DnsHost Host(ElementReader host)
    {
        var address = host.RequiredAttribute("ip");
        var names = host.Children("hostname").Select(static name => name.RequiredText()).ToEquatableArray();
        return IpText.FamilyOf(address) is null ? throw host.BadValue("ip", address, "IP")
            : names.IsEmpty ? throw host.Missing("hostname")
            : new DnsHost(address, names);
    }
}
