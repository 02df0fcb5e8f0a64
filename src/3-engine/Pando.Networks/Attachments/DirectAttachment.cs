using System.Globalization;
using Pando.Linux;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Networks.Attachments;

/// <summary>
/// A macvtap on a card of the host. It does not go away by itself: it is noted before it is made, and known again by its
/// address when it is released.
/// </summary>
internal static class DirectAttachment
{
    public const string Kind = "direct";

    private const string MacvtapKind = "macvtap";
    private const int MostNumbers = 4096;

    public static async ValueTask<OpenedInterface> AttachAsync(DirectSource source, AttachmentRequest request, Func<AttachmentRecord, ValueTask> note)
    {
        using var links = NetworkLinks.Open();
        var lower = links.Find(source.Device) ?? throw Fails(ErrorCodes.Network.CardMissing, ("card", source.Device));
        var card = request.Interface;
        var mac = card.Mac ?? throw new ArgumentException("The card has no address.", nameof(request));
        // Passed through, the card itself gets the guest's address.
        var changed = source.Mode == DirectMode.Passthrough;
        foreach (var name in Names(links, card, Fails))
        {
            var record = new AttachmentRecord(Kind, name, mac.ToString(), changed ? source.Device : null, changed && lower.Mac is { } own ? new MacAddress(own).ToString() : null);
            await note(record);
            try
            {
                var link = links.MakeMacvtap(name, lower.Index, Mode(source.Mode), mac.Value);
                return Open(links, link, mac, request, record);
            }
            catch (SyscallException e) when (e.Errno == Errno.EEXIST && card.TargetDevice is null)
            {
                // Somebody was quicker; the next number.
            }
            catch
            {
                Release(record);
                throw;
            }
        }
        throw Fails(ErrorCodes.Network.DeviceTaken, ("target", MacvtapKind + "…"));

        CallerException Fails(ErrorCode code, ErrorFact more) => new(code, ("name", request.Machine), ("device", AttachmentRules.Alias(request)), more);
    }

    /// <summary>Removes the macvtap if it is the one that was noted, and gives the card its own address back.</summary>
    public static void Release(AttachmentRecord record)
    {
        using var links = NetworkLinks.Open();
        // One that is to have the card's address changed begins with the card's own.
        if (links.Find(record.Device) is { Kind: MacvtapKind, Mac: { } mac } link && new MacAddress(mac).ToString() is var has && (has == record.Mac || has == record.LowerMac))
        {
            links.Delete(link);
        }
        if (record is { LowerDevice: { } card, LowerMac: { } own } && MacAddress.TryParse(own, out var address)
            && links.Find(card) is { Mac: { } now } lower && new MacAddress(now).ToString() == record.Mac)
        {
            links.Change(lower, new NetworkLinkChange { Mac = address.Value });
        }
    }

    private static OpenedInterface Open(NetworkLinks links, NetworkLink link, MacAddress mac, AttachmentRequest request, AttachmentRecord record)
    {
        if (link.Mac != mac.Value)
        {
            // In passthrough mode the kernel first gives it the card's own.
            links.Change(link, new NetworkLinkChange { Mac = mac.Value });
        }
        links.Change(link, new NetworkLinkChange { Up = true });
        return TapQueues.Opened(request, link.Name, MacvtapNode.Open(link, request.Interface.Driver.Queues ?? 1), record);
    }

    private static IEnumerable<string> Names(NetworkLinks links, InterfaceDevice card, Func<ErrorCode, ErrorFact, CallerException> fails)
    {
        if (card.TargetDevice is { } wanted)
        {
            yield return links.Find(wanted) is null ? wanted : throw fails(ErrorCodes.Network.DeviceTaken, ("target", wanted));
            yield break;
        }
        var taken = links.All().Select(link => link.Name).ToHashSet(StringComparer.Ordinal);
        for (var number = 0; number < MostNumbers; number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{MacvtapKind}{number}");
            if (!taken.Contains(name))
            {
                yield return name;
            }
        }
    }

    private static MacvtapMode Mode(DirectMode? mode) => mode switch
    {
        DirectMode.Private => MacvtapMode.Private,
        DirectMode.Bridge => MacvtapMode.Bridge,
        DirectMode.Passthrough => MacvtapMode.Passthrough,
        _ => MacvtapMode.Vepa,
    };
}
