using Pando.Domains.Guests;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Ports;
using Pando.Model.Xml.Changes;

namespace Pando.Domains.Changing;

/// <summary>How fast a card is stands in its end on the host alone, and is changed there. Neither QEMU nor the guest notices.</summary>
internal static class CardSpeed
{
    private const string Bandwidth = "bandwidth";

    /// <summary>Whether what stands at this place is how fast a card is that has an end on the host.</summary>
    public static bool Has(DeviceText device, string place) =>
        device.Kind == "interface" && device.Value("@type") is ("bridge" or "network" or "ethernet" or "direct")
        && (place == Bandwidth || place.StartsWith(Bandwidth + "/", StringComparison.Ordinal));

    /// <summary>Has the card be as fast as the definition says, also where it has come to another network.</summary>
    public static async Task ApplyAsync(
        RunningGuest guest, DomainServices services, DomainDefinition definition, DeviceUpdate update, CancellationToken cancellationToken)
    {
        if (update.Places.Any(place => Has(update.After, place) || BridgePort.Moves(place) || place == "source/@portgroup"))
        {
            await ApplyAsync(guest, services, definition.Name, (InterfaceDevice)DeviceEdits.ByAlias(definition, update.Alias)!, cancellationToken);
        }
    }

    private static async Task ApplyAsync(RunningGuest guest, DomainServices services, string machine, InterfaceDevice card, CancellationToken cancellationToken)
    {
        var alias = card.Alias!.Value.Name;
        var known = guest.Live.HostSide.Of([alias]).Attachments ?? [];
        var kept = await services.Networks.SetSpeedAsync(new AttachmentRequest(machine, card, services.Qemu.RunAs?.Uid), known, Note, cancellationToken);
        Record((guest.Live.HostSide.Attachments ?? []).Where(one => one.Alias != alias).Concat(kept.Select(record => record with { Alias = alias })));

        ValueTask Note(AttachmentRecord record)
        {
            Record((guest.Live.HostSide.Attachments ?? []).Append(record with { Alias = alias }));
            return ValueTask.CompletedTask;
        }

        void Record(IEnumerable<AttachmentRecord> attachments) =>
            guest.Record(services.Paths, guest.Live with { HostSide = guest.Live.HostSide with { Attachments = [.. attachments] } });
    }
}
