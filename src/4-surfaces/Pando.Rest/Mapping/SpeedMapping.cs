using Pando.Api.Machines;
using Pando.Model.Domains.Devices;

namespace Pando.Rest.Mapping;

/// <summary>How fast cards are, as the API has it.</summary>
internal static class SpeedMapping
{
    public static InterfaceSpeeds Of(InterfaceBandwidth? bandwidth) => new() { Inbound = Of(bandwidth?.Inbound), Outbound = Of(bandwidth?.Outbound) };

    /// <summary>What a card has after a change: a direction that is not in it stays.</summary>
    public static InterfaceBandwidth? Changed(InterfaceBandwidth? before, InterfaceSpeeds change)
    {
        var inbound = change.Inbound is { } towards ? Limit(towards) : before?.Inbound;
        var outbound = change.Outbound is { } from ? Limit(from) : before?.Outbound;
        return inbound is null && outbound is null ? null : new InterfaceBandwidth(inbound, outbound);
    }

    private static InterfaceSpeed? Of(BandwidthLimit? limit) => limit is null ? null : new InterfaceSpeed
    {
        AverageKiB = limit.AverageKiB,
        PeakKiB = limit.PeakKiB,
        BurstKiB = limit.BurstKiB,
        FloorKiB = limit.FloorKiB,
    };

    private static BandwidthLimit? Limit(InterfaceSpeed speed)
    {
        var limit = new BandwidthLimit
        {
            AverageKiB = Number(speed.AverageKiB),
            PeakKiB = Number(speed.PeakKiB),
            BurstKiB = Number(speed.BurstKiB),
            FloorKiB = Number(speed.FloorKiB),
        };
        return limit == new BandwidthLimit() ? null : limit;
    }

    private static int? Number(int? given) => given == 0 ? null : given;
}
