using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>reservations</c> element.</summary>
internal static class ReservationsXml
{
    public static SourceReservations? Read(ElementReader holder)
    {
        if (holder.Child("reservations") is not { } reservations)
        {
            return null;
        }
        var managed = reservations.YesNo("managed") ?? throw reservations.Missing("@managed");
        var source = reservations.Child("source");
        source?.Only("type", "unix");
        source?.Only("mode", "client");
        var path = source?.Path("path");
        // Of a running machine's own helper libvirt tells the socket, too; it belongs to that run.
        return managed ? new SourceReservations(true) : new SourceReservations(false, path ?? throw reservations.Missing("source/@path"));
    }

    public static XElement? Write(SourceReservations? reservations) => reservations is null ? null : new XElement("reservations",
        YesNo("managed", reservations.Managed),
        reservations.SocketPath is null ? null : new XElement("source", Attribute("type", "unix"), Attribute("path", reservations.SocketPath), Attribute("mode", "client")));
}
