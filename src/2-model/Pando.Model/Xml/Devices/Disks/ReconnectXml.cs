using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>reconnect</c> element of a server on a unix socket.</summary>
internal static class ReconnectXml
{
    public static SourceReconnect? Read(ElementReader holder)
    {
        if (holder.Child("reconnect") is not { } reconnect)
        {
            return null;
        }
        var enabled = reconnect.YesNo("enabled");
        var seconds = reconnect.Number("timeout", 1);
        return enabled != true || seconds is not null ? new SourceReconnect(enabled, enabled == true ? seconds : null) : throw reconnect.Missing("@timeout");
    }

    public static XElement? Write(SourceReconnect? reconnect) =>
        reconnect is null ? null : new XElement("reconnect", YesNo("enabled", reconnect.Enabled), Attribute("timeout", reconnect.Seconds));
}
