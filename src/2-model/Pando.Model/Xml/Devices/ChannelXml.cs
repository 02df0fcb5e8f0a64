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
        target.RequiredAttribute("type");
        target.Only("type", "virtio");
        // Whether the guest has opened it is observed, not asked for.
        target.Ignore("state");
        var name = target.Attribute("name") is { Length: > 0 } given ? given : null;
        if (name is not null)
        {
            target.Claim("channel", name);
        }
        return new ChannelDevice
        {
            Backend = CharacterXml.Read(channel),
            Name = name,
            Alias = PlaceXml.Alias(channel),
            Address = PlaceXml.Address(channel, "virtio-serial", "virtio-serial"),
        };
    }

    public static XElement Write(ChannelDevice channel, DomainXmlOptions options) => new("channel",
        Attribute("type", CharacterXml.Kind(channel.Backend)),
        CharacterXml.Write(channel.Backend, options),
        new XElement("target", Attribute("type", "virtio"), Attribute("name", channel.Name)),
        PlaceXml.Write(channel, options));
}
