using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;

namespace Pando.Networks.Shaping;

/// <summary>How fast a device of the host sends and receives.</summary>
internal static class DeviceSpeed
{
    private const int All = 1;
    private const int KiB = 1024;

    // What waits: a fifth of a second of it, but always some of the largest packets that guests hand over.
    private const int LinesPerSecond = 5;
    private const long ShortestLine = 256 * KiB;
    private const long LongestLine = 16 * KiB * KiB;

    /// <summary>Has a device be as fast as is said, whatever held before; no limit leaves it as every device is.</summary>
    /// <param name="links">The way to the kernel.</param>
    /// <param name="device">The device.</param>
    /// <param name="sent">What it sends.</param>
    /// <param name="received">What it receives.</param>
    /// <param name="mark">The address in 48 bits that the device in between is known again by.</param>
    public static void Set(NetworkLinks links, NetworkLink device, BandwidthLimit? sent, BandwidthLimit? received, long mark)
    {
        using var traffic = TrafficControl.Open();
        SetSent(traffic, device, sent);
        var name = IntermediateDevice.NameFor(device.Name);
        if (received?.AverageKiB is not null)
        {
            var between = IntermediateDevice.Make(links, name, mark);
            SetSent(traffic, between, received);
            traffic.HandOver(device, between);
            return;
        }
        // Also where somebody has removed the device in between: nothing would come through any more.
        if (traffic.Filters(device, received: true).Any(filter => filter.Target is 0 || filter.Target == links.Find(name)?.Index))
        {
            traffic.TakeBack(device);
        }
        IntermediateDevice.Remove(links, name, mark);
    }

    /// <summary>A limit as the kernel has it.</summary>
    public static TrafficRate Rate(BandwidthLimit limit) => new(Bytes(limit.AverageKiB)!.Value, Bytes(limit.PeakKiB), Bytes(limit.BurstKiB));

    /// <summary>How many bytes wait at most before packets are thrown away.</summary>
    public static uint Line(TrafficRate rate) =>
        (uint)Math.Clamp((rate.PeakBytesPerSecond ?? rate.BytesPerSecond) / LinesPerSecond, ShortestLine, LongestLine);

    private static void SetSent(TrafficControl traffic, NetworkLink device, BandwidthLimit? limit)
    {
        if (limit?.AverageKiB is null)
        {
            traffic.SendAsUsual(device);
            return;
        }
        var rate = Rate(limit);
        traffic.SendByClasses(device, All);
        traffic.PutClass(device, All, 0, rate);
        traffic.PutLine(device, All, Line(rate));
    }

    private static long? Bytes(int? kibibytes) => kibibytes is { } number ? (long)number * KiB : null;
}
