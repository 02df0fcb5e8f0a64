using System.IO.Compression;
using Microsoft.Win32.SafeHandles;
using Pando.Linux.Spawn;
using Pando.Model.Errors;
using Pando.Storage.FileSystems;
using Pando.Storage.Programs;

namespace Pando.Storage.Images.Importing;

/// <summary>Unpacks what was imported, with a limit: a small file may unpack to a very large one.</summary>
internal sealed class Unpacking(ProgramRunner programs, RunAs? user, long limitBytes)
{
    private const int SourceNumber = 3;
    private const int BlockBytes = 1 << 20;

    /// <exception cref="CallerException"><c>image.too-large</c>, <c>image.bad-source</c>.</exception>
    public async Task RunAsync(Packing packing, string source, SafeFileHandle packed, SafeFileHandle target, Action<long> progress, CancellationToken cancellationToken)
    {
        if (packing == Packing.Gzip)
        {
            await UnpackGzipAsync(source, packed, target, progress, cancellationToken);
            return;
        }
        using var output = new OutputPipe();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = WriteAsync(source, output, target, progress, stop);
        try
        {
            await programs.RunAsync(new ProgramRun("xz", ["--decompress", "--stdout", "--", $"/dev/fd/{SourceNumber}"], $"Unpacking {ImportSource.Shown(source)}")
            {
                User = user,
                Descriptors = [new InheritedDescriptor(packed, SourceNumber)],
                Output = output.WriteEnd,
                AfterStart = output.Started,
                // What it writes goes past the runner, which hears nothing of it.
                SilenceLimit = TimeSpan.FromHours(6),
            }, stop.Token);
        }
        catch (OperationCanceledException) when (writing.IsFaulted)
        {
            // It was stopped because what it wrote could not be kept; that failure is the one to tell.
        }
        finally
        {
            output.Started();
            await writing;
        }
    }

    private async Task WriteAsync(string source, OutputPipe output, SafeFileHandle target, Action<long> progress, CancellationTokenSource stop)
    {
        try
        {
            var buffer = new byte[BlockBytes];
            long done = 0;
            int count;
            while ((count = await output.ReadAsync(buffer, stop.Token)) > 0)
            {
                done = await KeepAsync(source, target, buffer.AsMemory(0, count), done, stop.Token);
                progress(done);
            }
            RandomAccess.SetLength(target, done);
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }
    }

    private async Task UnpackGzipAsync(string source, SafeFileHandle packed, SafeFileHandle target, Action<long> progress, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(packed, FileAccess.Read, bufferSize: 0);
        await using var gzip = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
        var buffer = new byte[BlockBytes];
        long done = 0;
        try
        {
            int count;
            while ((count = await gzip.ReadAsync(buffer, cancellationToken)) > 0)
            {
                done = await KeepAsync(source, target, buffer.AsMemory(0, count), done, cancellationToken);
                progress(done);
            }
        }
        catch (InvalidDataException wrong)
        {
            throw new CallerException(ErrorCodes.Image.BadSource, wrong, new Reason("no-gzip").With(("source", ImportSource.Shown(source))));
        }
        RandomAccess.SetLength(target, done);
    }

    /// <summary>Writes a block; one of zeros stays a hole.</summary>
    private async ValueTask<long> KeepAsync(string source, SafeFileHandle target, ReadOnlyMemory<byte> block, long at, CancellationToken cancellationToken)
    {
        if (at + block.Length > limitBytes)
        {
            throw new CallerException(ErrorCodes.Image.TooLarge, ("source", ImportSource.Shown(source)), ("limit", ByteCount.Text(limitBytes)));
        }
        if (block.Span.ContainsAnyExcept((byte)0))
        {
            await RandomAccess.WriteAsync(target, block, at, cancellationToken);
        }
        return at + block.Length;
    }
}
