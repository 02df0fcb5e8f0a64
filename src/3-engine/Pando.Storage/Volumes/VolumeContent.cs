using Microsoft.Win32.SafeHandles;
using Pando.Linux.Files;
using Pando.Model.Errors;
using Pando.Storage.FileSystems;

namespace Pando.Storage.Volumes;

/// <summary>
/// The bytes of a volume's file, read or written by somebody else than a machine. Each call is one stay in the lane of its
/// file system: one that does not answer ends with <c>storage.not-answering</c>, a full one with <c>storage.disk-full</c>.
/// </summary>
public sealed class VolumeContent : IDisposable
{
    private const int ZeroBlock = 1 << 20;

    // What is zeroed in one stay in the lane.
    private const long ZeroTurn = 16L << 20;

    private readonly FileSystemLane _lane;
    private readonly SafeFileHandle _file;
    private readonly string _path;

    internal VolumeContent(FileSystemLane lane, SafeFileHandle file, string path) => (_lane, _file, _path) = (lane, file, path);

    /// <summary>How long the file is.</summary>
    public Task<long> LengthAsync(CancellationToken cancellationToken) => RunAsync(() => RandomAccess.GetLength(_file), cancellationToken);

    /// <summary>Reads; answers how many bytes there were.</summary>
    public Task<int> ReadAsync(long offset, Memory<byte> into, CancellationToken cancellationToken) =>
        RunAsync(() => RandomAccess.Read(_file, into.Span, offset), cancellationToken);

    /// <summary>Writes all of it.</summary>
    public Task WriteAsync(long offset, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => RunAsync(() =>
    {
        RandomAccess.Write(_file, bytes.Span, offset);
        return true;
    }, cancellationToken);

    /// <summary>Makes a range read as zeros, with no room taken where the file system can; the file grows to its end if need be.</summary>
    public async Task ZeroAsync(long offset, long length, CancellationToken cancellationToken)
    {
        var end = offset + length;
        var written = await LengthAsync(cancellationToken);
        var over = Math.Min(end, written);
        if (offset < over && !await RunAsync(() => FileAllocation.PunchHole(_file, offset, over - offset), cancellationToken))
        {
            for (var at = offset; at < over; at += ZeroTurn)
            {
                var from = at;
                await RunAsync(() => WriteZeros(from, Math.Min(over, from + ZeroTurn)), cancellationToken);
            }
        }
        if (end > written)
        {
            await RunAsync(() =>
            {
                RandomAccess.SetLength(_file, end);
                return true;
            }, cancellationToken);
        }
    }

    /// <summary>Where data begins at or behind an offset; null where only a hole follows.</summary>
    public Task<long?> NextDataAsync(long offset, CancellationToken cancellationToken) => RunAsync(() => FileExtents.NextData(_file, offset), cancellationToken);

    /// <summary>Where a hole begins at or behind an offset.</summary>
    public Task<long> NextHoleAsync(long offset, CancellationToken cancellationToken) => RunAsync(() => FileExtents.NextHole(_file, offset), cancellationToken);

    /// <summary>Brings what was written to the disk.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => RunAsync(() =>
    {
        RandomAccess.FlushToDisk(_file);
        return true;
    }, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private bool WriteZeros(long from, long end)
    {
        var zeros = new byte[ZeroBlock];
        for (var at = from; at < end; at += zeros.Length)
        {
            RandomAccess.Write(_file, zeros.AsSpan(0, (int)Math.Min(zeros.Length, end - at)), at);
        }
        return true;
    }

    private Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken) => _lane.RunAsync(_path, () =>
    {
        try
        {
            return work();
        }
        catch (Exception failure)
        {
            throw FileFailures.Named(failure, _path);
        }
    }, cancellationToken);
}
