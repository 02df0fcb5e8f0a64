using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Pando.Linux.Files;

namespace Pando.Domains.Saving.Streams;

/// <summary>QEMU reads the file itself, from a place on; a thread reads it as well, through the same page cache, and adds it up.</summary>
internal sealed class FileReadByQemu : IIncomingStream
{
    private readonly SharedFile _shared;
    private readonly FileSummary _summary;
    private readonly long _offset;
    private readonly long _end;

    /// <param name="file">Open for reading.</param>
    /// <param name="path">Its name, for errors.</param>
    /// <param name="offset">Where the stream begins in it.</param>
    /// <param name="end">Where it ends.</param>
    public FileReadByQemu(SafeFileHandle file, string path, long offset, long end)
    {
        (_offset, _end) = (offset, end);
        _summary = new FileSummary(file, path, offset);
        _shared = SharedFile.Open(file, FileAccess.Read, offset, path);
    }

    /// <inheritdoc/>
    public SafeHandle ForQemu => _shared.Handle;

    /// <inheritdoc/>
    public bool IsFile => true;

    /// <inheritdoc/>
    public long Done => _shared.Position - _offset;

    /// <summary>Ours stays: the position is asked through it.</summary>
    public void Given()
    {
        // Nothing waits for QEMU's end to be the last one.
    }

    /// <inheritdoc/>
    public Task<StreamSummary> RunAsync(CancellationToken cancellationToken) => Task.Factory.StartNew(
        () =>
        {
            _summary.AddUpTo(_end, cancellationToken);
            return _summary.Now;
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public void Dispose() => _shared.Dispose();
}
