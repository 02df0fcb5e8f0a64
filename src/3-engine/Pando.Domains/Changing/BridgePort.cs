using Pando.Domains.Guests;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Ports;
using Pando.Model.Xml.Changes;
using Pando.Qmp;

namespace Pando.Domains.Changing;

/// <summary>
/// What of a card stands in its bridge alone, and is changed there: which bridge or network it is, its VLANs, whether its port is
/// isolated, and which filter it is behind.
/// QEMU keeps its tap and notices nothing of it.
/// </summary>
internal static class BridgePort
{
    private const string Bridge = "source/@bridge";
    private const string Network = "source/@network";
    private const string PortGroup = "source/@portgroup";
    private static readonly string[] Parts = ["port", "vlan", "filterref", "virtualport"];

    /// <summary>Whether what stands at this place is changed in the bridge.</summary>
    public static bool Has(DeviceText device, string place) =>
        device.Kind == "interface" && device.Value("@type") is ("bridge" or "network")
        && (place is Bridge or Network or PortGroup || Parts.Any(part => place == part || place.StartsWith(part + "/", StringComparison.Ordinal)));

    /// <summary>Whether a card whose definition differs at this place comes to another bridge.</summary>
    public static bool Moves(string place) => place is Bridge or Network;

    /// <summary>
    /// Makes the bridge have what the definition says. A guest that comes to another bridge sees its cable pulled and
    /// plugged in again, as with libvirt: by that it asks for an address anew.
    /// </summary>
    public static async Task ApplyAsync(
        RunningGuest guest, DomainServices services, DomainDefinition definition, DeviceUpdate update, CancellationToken cancellationToken)
    {
        if (!update.Places.Any(place => Has(update.After, place)))
        {
            return;
        }
        var pulled = update.Places.Any(Moves);
        if (pulled)
        {
            await guest.ExecuteAsync(new SetLink(update.Alias, Up: false), null, cancellationToken);
        }
        var card = (InterfaceDevice)DeviceEdits.ByAlias(definition, update.Alias)!;
        await services.Networks.MoveAsync(new AttachmentRequest(definition.Name, card, services.Qemu.RunAs?.Uid) { MachineId = definition.Id }, Note, cancellationToken);
        if (pulled && card.LinkUp != false)
        {
            await guest.ExecuteAsync(new SetLink(update.Alias, Up: true), null, cancellationToken);
        }

        ValueTask Note(AttachmentRecord record)
        {
            var known = guest.Live.HostSide.Attachments ?? [];
            if (!known.Any(one => (one.Kind, one.Device, one.Mac) == (record.Kind, record.Device, record.Mac)))
            {
                guest.Record(services.Paths, guest.Live with { HostSide = guest.Live.HostSide with { Attachments = [.. known, record with { Alias = update.Alias }] } });
            }
            return ValueTask.CompletedTask;
        }
    }
}
