using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pando.Domains.Saving.Streams;

/// <summary>The way from a file into QEMU through a pipe: unpacked, or past the page cache.</summary>
/// <param name="file">Open for reading.</param>
/// <param name="path">Its name, for errors.</param>
/// <param name="offset">Where the stream begins in it.</param>
/// <param name="compression">How it is packed.</param>
/// <param name="bypassCache">Whether it is read past the page cache.</param>
/// <param name="machine">For errors.</param>
internal sealed class IncomingPipe(SafeFileHandle file, string path, long offset, SaveCompression compression, bool bypassCache, string machine) : IIncomingStream
{
    private readonly PackedPipe _pipe = PackedPipe.ToQemu(compression, machine);
    private readonly IncomingFile _file = new(file, path, offset, bypassCache);

    /// <inheritdoc/>
    public SafeHandle ForQemu => _pipe.ForQemu;

    /// <inheritdoc/>
    public bool IsFile => false;

    /// <inheritdoc/>
    public long Done => _file.Done;

    /// <inheritdoc/>
    public void Given() => _pipe.Given();

    /// <inheritdoc/>
    public async Task<StreamSummary> RunAsync(CancellationToken cancellationToken)
    {
        var summary = await Task.Factory.StartNew(
            () => _file.Read(_pipe.Ours, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _pipe.Ours.Dispose();
        await _pipe.EndAsync(cancellationToken);
        return summary;
    }

    public void Dispose() => _pipe.Dispose();
}
