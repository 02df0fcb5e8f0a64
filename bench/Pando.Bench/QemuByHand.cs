using System.Diagnostics;

namespace Pando.Bench;

/// <summary>The same QEMU with the same arguments, executed by hand: what the start of a machine costs at the least.</summary>
internal static class QemuByHand
{
    public static async Task<TimeSpan> StartAsync(int likePid)
    {
        var start = Stopwatch.GetTimestamp();
        await using var qemu = await BareQemu.StartLikeAsync(likePid);
        return Stopwatch.GetElapsedTime(start);
    }
}
