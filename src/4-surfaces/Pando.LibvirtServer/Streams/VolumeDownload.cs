using Pando.Storage.Volumes;

namespace Pando.LibvirtServer.Streams;

/// <summary>A volume's file goes to a client; where it takes holes, they are told and not sent.</summary>
/// <param name="content">The file.</param>
/// <param name="offset">Where it begins.</param>
/// <param name="length">How much is wanted; null: all of it.</param>
/// <param name="sparse">Whether the client takes holes.</param>
internal sealed class VolumeDownload(VolumeContent content, long offset, long? length, bool sparse) : IStreamWork
{
    private const int BlockBytes = 1 << 20;

    public async Task RunAsync(ServerStream stream, CancellationToken over)
    {
        var end = await content.LengthAsync(over);
        if (length < end - offset)
        {
            end = offset + length.Value;
        }
        var buffer = new byte[BlockBytes];
        for (var at = offset; at < end;)
        {
            var data = sparse ? Math.Min(end, await content.NextDataAsync(at, over) ?? end) : at;
            await stream.WriteHoleAsync(data - at, over);
            var stop = sparse && data < end ? Math.Min(end, await content.NextHoleAsync(data, over)) : end;
            at = data;
            while (at < stop)
            {
                var read = await content.ReadAsync(at, buffer.AsMemory(0, (int)Math.Min(buffer.Length, stop - at)), over);
                if (read == 0)
                {
                    // Somebody made it shorter meanwhile.
                    return;
                }
                await stream.WriteAsync(buffer.AsMemory(0, read), over);
                at += read;
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        content.Dispose();
        return ValueTask.CompletedTask;
    }
}
