using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Networks.Attachments;

namespace Pando.Networks.Shaping;

/// <summary>
/// How fast a machine's interface is. What the host's end of a tap sends goes towards the guest; a macvtap stands for the guest itself.
/// </summary>
internal static class InterfaceSpeed
{
    public const string Kind = "speed";

    /// <summary>Has the host's end be as fast as its interface says; what would stay when it goes is noted first.</summary>
    /// <param name="request">The interface with the name of the host's end, and with what its network says of it.</param>
    /// <param name="note">Called before anything is made that stays.</param>
    /// <returns>What is to be released at the end; null is nothing.</returns>
    public static async ValueTask<AttachmentRecord?> SetAsync(AttachmentRequest request, Func<AttachmentRecord, ValueTask> note)
    {
        var card = request.Interface;
        var mac = card.Mac ?? throw new ArgumentException("The card has no address.", nameof(request));
        using var links = NetworkLinks.Open();
        var device = links.Find(card.TargetDevice!) ?? throw new CallerException(
            ErrorCodes.Network.DeviceMissing, ("name", request.Machine), ("device", AttachmentRules.Alias(request)), ("target", card.TargetDevice!));
        var (sent, received) = device.Kind == "macvtap"
            ? (card.Bandwidth?.Outbound, card.Bandwidth?.Inbound)
            : (card.Bandwidth?.Inbound, card.Bandwidth?.Outbound);
        // A device that somebody else has made stays, and is to be as it was.
        var stays = card.TargetManaged == false;
        AttachmentRecord? record = null;
        if (received?.AverageKiB is not null || (stays && sent?.AverageKiB is not null))
        {
            record = new AttachmentRecord(Kind, IntermediateDevice.NameFor(device.Name), mac.ToString(), stays ? device.Name : null);
            await note(record);
        }
        try
        {
            DeviceSpeed.Set(links, device, sent, received, mac.Value);
            return record;
        }
        catch (Linux.SyscallException e) when (KernelLacks.TrafficControl(e))
        {
            throw AttachmentRules.Refused("bandwidth", "no-traffic-control", request);
        }
    }

    /// <summary>Leaves a device that a switch is to limit as every device is.</summary>
    public static void GiveUp(AttachmentRequest request)
    {
        using var links = NetworkLinks.Open();
        if (request.Interface is { TargetDevice: { } name, Mac: { } mac } && links.Find(name) is { Master: > 0 and var master } device
            && links.All().Any(link => link.Index == master && link.Kind == "bridge"))
        {
            DeviceSpeed.Set(links, device, null, null, mac.Value);
        }
    }

    /// <summary>Removes what stays.</summary>
    public static void Release(AttachmentRecord record)
    {
        if (!MacAddress.TryParse(record.Mac, out var mac))
        {
            return;
        }
        using var links = NetworkLinks.Open();
        if (record.LowerDevice is { } theirs && links.Find(theirs) is { } device)
        {
            DeviceSpeed.Set(links, device, null, null, mac.Value);
        }
        IntermediateDevice.Remove(links, record.Device, mac.Value);
    }
}
