using System.Numerics;

namespace Pando.Host.Confinement.Resctrl;

/// <summary>Ways of a cache, as bits. What is given away is always a row of them: some processors take nothing else.</summary>
internal static class CacheWays
{
    /// <summary>The smallest row of free ways in which so many have room, so that larger rows stay whole; null where there is none.</summary>
    public static ulong? Place(ulong free, int count)
    {
        (int At, int Length)? best = null;
        for (int at = 0; at < 64;)
        {
            int length = BitOperations.TrailingZeroCount(~(free >> at));
            if (length >= count && !(best is { } found && found.Length <= length))
            {
                best = (at, length);
            }

            at += Math.Max(1, length);
        }

        return best is { } place ? Row(count) << place.At : null;
    }

    /// <summary>The lowest so many ways.</summary>
    public static ulong Row(int count) => count >= 64 ? ulong.MaxValue : (1UL << count) - 1;
}
