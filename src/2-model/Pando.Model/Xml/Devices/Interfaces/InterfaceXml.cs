using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>interface</c> element.</summary>
internal static class InterfaceXml
{
    private const int LongestName = 15;

    /// <summary>What the name of a network device may be made of.</summary>
    public static readonly Func<char, bool> NameLetter = static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-';

    public static InterfaceDevice Read(ElementReader card)
    {
        var source = InterfaceSourceXml.Read(card);
        var target = card.Child("target");
        var guest = card.Child("guest");
        var script = card.Child("script");
        var down = card.Child("downscript");
        var model = card.Child("model")?.RequiredWord<InterfaceModel>("type");
        var read = new InterfaceDevice
        {
            Source = source,
            Mac = card.Child("mac") is { } mac ? Mac(mac) : null,
            Model = model,
            Driver = source is HostCardSource ? new() : InterfaceDriverXml.Read(card.Child("driver")),
            Backend = InterfaceBackendXml.Read(card.Child("backend")),
            TargetDevice = target is null ? null : Name(target, "dev"),
            TargetManaged = target?.YesNo("managed"),
            GuestDevice = guest is null ? null : Name(guest, "dev"),
            GuestAddresses = InterfaceAddressXml.ReadAddresses(card),
            GuestRoutes = InterfaceAddressXml.ReadRoutes(card),
            PortForwards = PortForwardXml.Read(card),
            Mtu = card.Child("mtu") is { } mtu ? mtu.Number("size", 1) ?? throw mtu.Missing("@size") : null,
            LinkUp = card.Child("link") is { } link ? LinkUp(link) : null,
            Bandwidth = BandwidthXml.Read(card.Child("bandwidth"), source is VirtualNetworkSource),
            Vlan = VlanXml.Read(card.Child("vlan")),
            VirtualPort = card.Child("virtualport") is { } port ? VirtualPortXml.Read(port) : null,
            Filter = card.Child("filterref") is { } filter ? FilterReferenceXml.Read(filter) : null,
            SendBufferBytes = card.Child("tune")?.Child("sndbuf") is { } buffer ? buffer.TextNumber(0, uint.MaxValue) : null,
            CoalescedReceiveFrames = card.Child("coalesce")?.Child("rx")?.Child("frames")?.Number("max"),
            Rom = OptionRomXml.Read(card.Child("rom")),
            IsolatedPort = card.Child("port")?.YesNo("isolated"),
            Teaming = card.Child("teaming") is { } teaming ? TeamingXml.Read(teaming) : null,
            TrustGuestReceiveFilters = card.YesNo("trustGuestRxFilters"),
            ScriptPath = script is null ? null : script.Path("path") ?? throw script.Missing("@path"),
            DownScriptPath = down is null ? null : down.Path("path") ?? throw down.Missing("@path"),
            BootOrder = PlaceXml.BootOrder(card),
            Alias = PlaceXml.Alias(card),
            AcpiIndex = model == InterfaceModel.UsbNet ? null : PlaceXml.AcpiIndex(card),
            Address = model == InterfaceModel.UsbNet ? PlaceXml.Address(card, "usb", "usb") : PlaceXml.Address(card, "pci", "pci"),
        };
        InterfaceRules.Check(read, card);
        return read;
    }

    public static XElement Write(InterfaceDevice card, DomainXmlOptions options) => new("interface",
        InterfaceSourceXml.Kind(card.Source),
        card.Source is HostCardSource host ? YesNo("managed", host.Managed) : null,
        YesNo("trustGuestRxFilters", card.TrustGuestReceiveFilters),
        card.Mac is { } mac ? new XElement("mac", Attribute("address", mac.ToString())) : null,
        InterfaceSourceXml.Write(card.Source),
        VlanXml.Write(card.Vlan),
        VirtualPortXml.Write(card.VirtualPort),
        BandwidthXml.Write(card.Bandwidth),
        UnlessEmpty("port", YesNo("isolated", card.IsolatedPort)),
        InterfaceAddressXml.Write(card.GuestAddresses, card.GuestRoutes),
        card.PortForwards.Items.Select(PortForwardXml.Write),
        UnlessEmpty("script", Attribute("path", card.ScriptPath)),
        UnlessEmpty("downscript", Attribute("path", card.DownScriptPath)),
        UnlessEmpty("target", Attribute("dev", card.TargetDevice), YesNo("managed", card.TargetManaged)),
        UnlessEmpty("guest", Attribute("dev", card.GuestDevice)),
        card.Model is null ? null : new XElement("model", Word("type", card.Model)),
        card.Source is HostCardSource { Driver: { } driver } ? new XElement("driver", Word<HostPciDriver>("name", driver)) : InterfaceDriverXml.Write(card.Driver),
        InterfaceBackendXml.Write(card.Backend),
        TeamingXml.Write(card.Teaming),
        FilterReferenceXml.Write(card.Filter),
        card.SendBufferBytes is { } bytes ? new XElement("tune", new XElement("sndbuf", bytes)) : null,
        card.LinkUp is { } up ? new XElement("link", Attribute("state", up ? "up" : "down")) : null,
        UnlessEmpty("mtu", Attribute("size", card.Mtu)),
        card.CoalescedReceiveFrames is { } frames ? new XElement("coalesce", new XElement("rx", new XElement("frames", Attribute("max", frames)))) : null,
        PlaceXml.BootOrder(card.BootOrder),
        OptionRomXml.Write(card.Rom),
        PlaceXml.Write(card, options));

    /// <summary>An attribute that names a network device.</summary>
    public static string? Name(ElementReader element, string attribute) => element.Plain(attribute, NameLetter, "A-Z a-z 0-9 _ . -", LongestName);

    private static MacAddress Mac(ElementReader element)
    {
        var text = element.RequiredAttribute("address");
        if (!MacAddress.TryParse(text, out var mac) || mac.IsMulticast)
        {
            throw element.BadValue("address", text, "52:54:00:xx:xx:xx, unicast");
        }
        element.Claim("mac", mac.ToString());
        return mac;
    }

    private static bool LinkUp(ElementReader link)
    {
        var state = link.RequiredAttribute("state");
        return state switch { "up" => true, "down" => false, _ => throw link.BadValue("state", state, "up | down") };
    }
}
