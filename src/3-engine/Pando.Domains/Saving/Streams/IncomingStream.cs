using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pando.Domains.Saving.Streams;

/// <summary>The way from a file into QEMU.</summary>
/// <param name="file">Open for reading.</param>
/// <param name="path">Its name, for errors.</param>
/// <param name="offset">Where the stream begins in it.</param>
/// <param name="compression">How it is packed.</param>
/// <param name="bypassCache">Whether it is read past the page cache.</param>
/// <param name="machine">For errors.</param>
internal sealed class IncomingStream(SafeFileHandle file, string path, long offset, SaveCompression compression, bool bypassCache, string machine) : IDisposable
{
    private readonly PackedPipe _pipe = PackedPipe.ToQemu(compression, machine);
    private readonly IncomingFile _file = new(file, path, offset, bypassCache);

    /// <summary>What QEMU reads from.</summary>
    public SafeHandle ForQemu => _pipe.ForQemu;

    /// <summary>Bytes of the file so far.</summary>
    public long Done => _file.Done;

    /// <summary>QEMU has its end.</summary>
    public void Given() => _pipe.Given();

    /// <summary>Reads to the end of the file, and tells QEMU that it is the end.</summary>
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
