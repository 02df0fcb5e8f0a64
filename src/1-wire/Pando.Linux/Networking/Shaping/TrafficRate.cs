namespace Pando.Linux.Networking;

/// <summary>
/// How fast a class of packets may go (tc-htb(8)): the burst at the peak, then the average; without a peak the burst goes as fast as the device.
/// </summary>
/// <param name="BytesPerSecond">The average, at least 1.</param>
/// <param name="PeakBytesPerSecond">The most while there is something left of the burst; null is without a limit of its own.</param>
/// <param name="BurstBytes">What is saved up by whoever does not send; null is what the kernel needs to keep to the average.</param>
public sealed record TrafficRate(long BytesPerSecond, long? PeakBytesPerSecond = null, long? BurstBytes = null)
{
    // The kernel looks a hundred times a second at worst: what may go in between must be there at once, and a few packets in any case.
    private const int LooksPerSecond = 100;
    private const long LeastBurst = 8192;

    internal long Ceiling => PeakBytesPerSecond ?? BytesPerSecond;

    internal long Burst => BurstBytes ?? UsualBurst(BytesPerSecond);

    internal long CeilingBurst => PeakBytesPerSecond is { } peak ? UsualBurst(peak) : Burst;

    private static long UsualBurst(long rate) => Math.Max(rate / LooksPerSecond, LeastBurst);
}
