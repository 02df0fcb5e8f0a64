using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Networks;
using Pando.Model.Ports;
using Pando.Networks.Attachments;

namespace Pando.Networks.Shaping;

/// <summary>
/// What a guest gets of its network's speed in any case: a class of its own on the bridge, which packets for its address come into. The
/// others share what is left.
/// </summary>
internal static class GuaranteedSpeed
{
    public const string Kind = "floor";

    private const int First = 3;
    private const int Last = 0x7ffe;
    private const int KiB = 1024;

    // A free class is looked for and taken at one time: machines start side by side.
    private static readonly Lock Turn = new();

    /// <summary>Guarantees what the interface says; a guarantee that it has already is changed.</summary>
    /// <param name="request">The interface, as its machine has it.</param>
    /// <param name="network">Its network; null is none.</param>
    /// <param name="note">Called before anything is made.</param>
    /// <returns>What is to be released at the end; null is nothing.</returns>
    public static async ValueTask<AttachmentRecord?> SetAsync(AttachmentRequest request, NetworkDefinition? network, Func<AttachmentRecord, ValueTask> note)
    {
        if (request.Interface is not { Bandwidth.Inbound.FloorKiB: { } floor, Mac: { } mac })
        {
            return null;
        }
        // Where there is no class for all there is nothing to guarantee a part of.
        if (network is not { MakesBridge: true, Bandwidth.Inbound: { } together })
        {
            throw AttachmentRules.Refused("bandwidth inbound floor", "floor-of-nothing", request);
        }
        var rate = new TrafficRate((long)floor * KiB, (long)(together.PeakKiB ?? together.AverageKiB!.Value) * KiB);
        using var links = NetworkLinks.Open();
        using var traffic = TrafficControl.Open();
        var bridge = links.Find(network.Bridge!.Name!) ?? throw AttachmentRules.Refused("bandwidth inbound floor", "floor-of-nothing", request);
        // Before anything is noted, what is refused leaves nothing; another start may be quicker until it is written.
        _ = Place(traffic, bridge, mac, rate, request);
        var record = new AttachmentRecord(Kind, bridge.Name, mac.ToString());
        await note(record);
        lock (Turn)
        {
            var (id, isNew) = Place(traffic, bridge, mac, rate, request);
            traffic.PutClass(bridge, id, NetworkSpeed.All, rate);
            traffic.PutLine(bridge, id, DeviceSpeed.Line(rate));
            if (isNew)
            {
                traffic.PutFilter(bridge, id, mac.Value, id);
            }
            LeaveRest(traffic, bridge);
        }
        return record;
    }

    /// <summary>The class that an address has, or could have.</summary>
    private static (int Id, bool IsNew) Place(TrafficControl traffic, NetworkLink bridge, MacAddress mac, TrafficRate rate, AttachmentRequest request)
    {
        var own = traffic.Filters(bridge).FirstOrDefault(filter => filter.Address == mac.Value)?.Class;
        var classes = traffic.Classes(bridge);
        var others = classes.Where(one => one.Id >= First && one.Id != own).Sum(static one => one.BytesPerSecond);
        if (others + rate.BytesPerSecond > rate.PeakBytesPerSecond)
        {
            throw AttachmentRules.Refused("bandwidth inbound floor", "floor-too-high", request);
        }
        return (own ?? Enumerable.Range(First, Last - First).Except(classes.Select(static one => one.Id)).First(), own is null);
    }

    /// <summary>Gives a guarantee back.</summary>
    public static void Release(AttachmentRecord record)
    {
        using var links = NetworkLinks.Open();
        using var traffic = TrafficControl.Open();
        if (!MacAddress.TryParse(record.Mac, out var mac) || links.Find(record.Device) is not { } bridge || !traffic.SendsByClasses(bridge))
        {
            return;
        }
        lock (Turn)
        {
            foreach (var filter in traffic.Filters(bridge).Where(filter => filter.Address == mac.Value))
            {
                traffic.DeleteFilter(bridge, filter.Priority);
                traffic.DeleteClass(bridge, filter.Class);
            }
            LeaveRest(traffic, bridge);
        }
    }

    /// <summary>The guests without a guarantee have what is not guaranteed to others, and may borrow like them.</summary>
    private static void LeaveRest(TrafficControl traffic, NetworkLink bridge)
    {
        var classes = traffic.Classes(bridge);
        if (classes.FirstOrDefault(static one => one.Id == NetworkSpeed.All) is { } all)
        {
            var rest = all.BytesPerSecond - classes.Where(static one => one.Id >= First).Sum(static one => one.BytesPerSecond);
            traffic.PutClass(bridge, NetworkSpeed.Others, NetworkSpeed.All, new TrafficRate(Math.Max(rest, KiB), all.PeakBytesPerSecond));
        }
    }
}
