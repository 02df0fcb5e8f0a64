using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.Storage.Volumes;

namespace Pando.LibvirtServer.Streams;

/// <summary>What a client sends goes into a volume's file; its holes become holes there.</summary>
/// <param name="content">The file.</param>
/// <param name="offset">Where it begins.</param>
/// <param name="length">How much may come; null: as much as there is.</param>
/// <param name="ended">What is done when all of it is on the disk.</param>
internal sealed class VolumeUpload(VolumeContent content, long offset, long? length, Func<CancellationToken, Task> ended) : IStreamWork
{
    public async Task RunAsync(ServerStream stream, CancellationToken over)
    {
        var at = offset;
        while (await stream.ReadPieceAsync(over) is { IsEnd: false } piece)
        {
            over.ThrowIfCancellationRequested();
            var count = piece.HoleBytes == 0 ? piece.Data.Length : piece.HoleBytes;
            if (count < 0 || count > long.MaxValue - at)
            {
                throw new LibvirtRefusal(LibvirtErrorNumber.InvalidArg, LibvirtErrorDomain.Streams, $"a hole of {count} bytes");
            }
            if (at + count - offset > length)
            {
                throw new LibvirtRefusal(LibvirtErrorNumber.SystemError, LibvirtErrorDomain.Streams, "cannot write to stream: No space left on device");
            }
            await (piece.HoleBytes == 0 ? content.WriteAsync(at, piece.Data, over) : content.ZeroAsync(at, count, over));
            at += count;
        }
        over.ThrowIfCancellationRequested();
        // Said to have come when it is on the disk, and when lists know it.
        await content.FlushAsync(over);
        await ended(over);
    }

    public ValueTask DisposeAsync()
    {
        content.Dispose();
        return ValueTask.CompletedTask;
    }
}
