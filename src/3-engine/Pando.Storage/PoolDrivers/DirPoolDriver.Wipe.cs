using Microsoft.Win32.SafeHandles;
using Pando.Linux.Files;

namespace Pando.Storage.PoolDrivers;

/// <summary>Overwriting volumes.</summary>
internal sealed partial class DirPoolDriver
{
    private const int WipeBlock = 1 << 20;

    // How much is written in one stay in the lane, whose limit is that of a file system that does not answer.
    private const long WipeTurn = 16L << 20;

    public async Task WipeAsync(string name, long capacityBytes, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var format = await FormatOfAsync(name, cancellationToken);
        using var folder = await InLaneAsync(OpenFolder, cancellationToken);
        using var file = await InLaneAsync(() => Open(folder, name, FileAccess.ReadWrite), cancellationToken);
        await ZeroAsync(file, progress, cancellationToken);
        if (format is "qcow2")
        {
            // Zeros are no image: an empty one of the same size takes their place, with nothing below it.
            await LendAsync(file, () => qemuImg.CreateAsync(file, name, capacityBytes, null, null, cancellationToken));
        }
        await InLaneAsync(() =>
        {
            RandomAccess.FlushToDisk(file);
            return true;
        }, cancellationToken);
    }

    /// <summary>Writes zeros over all that takes room; holes hold nothing, and stay.</summary>
    private async Task ZeroAsync(SafeFileHandle file, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var zeros = new byte[WipeBlock];
        var end = RandomAccess.GetLength(file);
        for (var at = 0L; at < end;)
        {
            var from = at;
            at = await InLaneAsync(() => ZeroTurn(file, zeros, from, end), cancellationToken);
            progress?.Report(at);
        }
    }

    private static long ZeroTurn(SafeFileHandle file, byte[] zeros, long from, long end)
    {
        var at = FileExtents.NextData(file, from) ?? end;
        var stop = Math.Min(end, at + WipeTurn);
        if (at < end)
        {
            stop = Math.Min(stop, FileExtents.NextHole(file, at));
        }
        while (at < stop)
        {
            var count = (int)Math.Min(zeros.Length, stop - at);
            RandomAccess.Write(file, zeros.AsSpan(0, count), at);
            at += count;
        }
        // On the disk before the next turn: what is only in memory is no wiping.
        RandomAccess.FlushToDisk(file);
        return at;
    }
}
