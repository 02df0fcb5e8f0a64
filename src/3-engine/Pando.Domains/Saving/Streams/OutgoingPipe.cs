using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pando.Domains.Saving.Streams;

/// <summary>The way from QEMU into a file through a pipe: packed, past the page cache, or what QEMU writes into pipes only.</summary>
/// <param name="file">Open for writing.</param>
/// <param name="path">Its name, for errors.</param>
/// <param name="offset">Where the stream begins in it.</param>
/// <param name="compression">How it is packed.</param>
/// <param name="bypassCache">Whether it is written past the page cache.</param>
/// <param name="machine">For errors.</param>
internal sealed class OutgoingPipe(SafeFileHandle file, string path, long offset, SaveCompression compression, bool bypassCache, string machine) : IOutgoingStream
{
    private readonly PackedPipe _pipe = PackedPipe.FromQemu(compression, machine);
    private readonly OutgoingFile _file = new(file, path, offset, bypassCache);

    /// <inheritdoc/>
    public SafeHandle ForQemu => _pipe.ForQemu;

    /// <inheritdoc/>
    public bool IsFile => false;

    /// <inheritdoc/>
    public long Written => _file.Written;

    /// <inheritdoc/>
    public void Given() => _pipe.Given();

    /// <summary>The pipe ends when QEMU closes it.</summary>
    public void QemuHasEnded()
    {
        // The end of the pipe says so.
    }

    /// <inheritdoc/>
    public async Task<StreamSummary> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var summary = await Task.Factory.StartNew(
                () => _file.Write(_pipe.Ours, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await _pipe.EndAsync(cancellationToken);
            return summary;
        }
        finally
        {
            // Who writes into a pipe that nobody reads is told so, and does not wait for ever.
            _pipe.Ours.Dispose();
        }
    }

    public void Dispose() => _pipe.Dispose();
}
