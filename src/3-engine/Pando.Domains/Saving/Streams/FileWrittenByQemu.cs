using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Pando.Linux.Files;

namespace Pando.Domains.Saving.Streams;

/// <summary>
/// QEMU writes the file itself, from a place on. A thread follows it through the page cache, adds up what it wrote, and has
/// the kernel bring that to the disk meanwhile.
/// </summary>
internal sealed class FileWrittenByQemu : IOutgoingStream
{
    private const long WritebackBytes = 16 << 20;

    // As far as QEMU gets in that time is still in the processor's cache.
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(5);

    private readonly SharedFile _shared;
    private readonly FileSummary _summary;
    private readonly long _offset;
    private readonly ManualResetEventSlim _ended = new();

    /// <param name="file">Open for reading and writing.</param>
    /// <param name="path">Its name, for errors.</param>
    /// <param name="offset">Where the stream begins in it.</param>
    public FileWrittenByQemu(SafeFileHandle file, string path, long offset)
    {
        _offset = offset;
        _summary = new FileSummary(file, path, offset);
        _shared = SharedFile.Open(file, FileAccess.Write, offset, path);
    }

    /// <inheritdoc/>
    public SafeHandle ForQemu => _shared.Handle;

    /// <inheritdoc/>
    public bool IsFile => true;

    /// <inheritdoc/>
    public long Written => _shared.Position - _offset;

    /// <summary>Ours stays: the position is asked through it.</summary>
    public void Given()
    {
        // Nothing waits for QEMU's end to be the last one.
    }

    /// <inheritdoc/>
    public void QemuHasEnded() => _ended.Set();

    /// <inheritdoc/>
    public Task<StreamSummary> RunAsync(CancellationToken cancellationToken) => Task.Factory.StartNew(
        () => Follow(cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public void Dispose()
    {
        _shared.Dispose();
        _ended.Dispose();
    }

    private StreamSummary Follow(CancellationToken cancellationToken)
    {
        var begun = _offset;
        while (true)
        {
            // In this order: where QEMU stands once it has ended is the end.
            var ended = _ended.IsSet;
            var position = _shared.Position;
            _summary.AddUpTo(position, cancellationToken);
            if (ended)
            {
                return _summary.Now;
            }
            if (position - begun >= WritebackBytes)
            {
                _shared.BeginWriteback(begun, position - begun);
                begun = position;
            }
            _ended.Wait(Spacing, cancellationToken);
        }
    }
}
