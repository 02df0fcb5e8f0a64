using System.Globalization;
using System.Net;
using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>channel</c> element.</summary>
internal static class ChannelXml
{
    public static ChannelDevice Read(ElementReader channel)
    {
        var target = channel.RequiredChild("target");
        var kind = target.RequiredAttribute("type");
        target.Only("type", "virtio", "guestfwd");
        var backend = CharacterXml.Read(channel);
        if (kind == "guestfwd")
        {
            return new ChannelDevice { Backend = backend, Forward = Forward(target), Alias = PlaceXml.Alias(channel) };
        }
        // Whether the guest has opened it is observed, not asked for.
        target.Ignore("state");
        var name = target.Attribute("name") is { Length: > 0 } given ? given : null;
        if (name is not null)
        {
            target.Claim("channel", name);
        }
        if (backend is SpiceVmcBackend && name is not (null or ChannelDevice.SpiceAgentName))
        {
            throw target.BadValue("name", name, ChannelDevice.SpiceAgentName);
        }
        return new ChannelDevice
        {
            Backend = backend,
            Name = name,
            Alias = PlaceXml.Alias(channel),
            Address = PlaceXml.Address(channel, "virtio-serial", "virtio-serial"),
        };
    }

    public static XElement Write(ChannelDevice channel, DomainXmlOptions options) => new("channel",
        Attribute("type", CharacterXml.Kind(channel.Backend)),
        CharacterXml.Write(channel.Backend, options),
        channel.Forward is { } forward
            ? new XElement("target", Attribute("type", "guestfwd"), Attribute("address", forward.Address), Attribute("port", forward.Port))
            : new XElement("target", Attribute("type", "virtio"), Attribute("name", channel.Name)),
        PlaceXml.Write(channel, options));

    private static GuestForward Forward(ElementReader target)
    {
        var address = target.RequiredAttribute("address");
        if (!IPAddress.TryParse(address, out var parsed) || parsed.ToString() != address || parsed.AddressFamily != System.Net.Sockets.AddressFamily.InterNetwork)
        {
            throw target.BadValue("address", address, "10.0.2.1");
        }
        var forward = new GuestForward(address, target.Number("port", 1, 65535) ?? throw target.Missing("@port"));
        target.Claim("guestfwd", string.Create(CultureInfo.InvariantCulture, $"{forward.Address}:{forward.Port}"));
        return forward;
    }
}
