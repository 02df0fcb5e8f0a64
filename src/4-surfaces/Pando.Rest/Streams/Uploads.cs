using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Pando.Model.Errors;

namespace Pando.Rest.Streams;

/// <summary>
/// Files that clients send. Each is written to disk as it comes, at any size, and is gone when the job that reads it has ended.
/// </summary>
internal sealed class Uploads
{
    private const int NoSpace = 28;
    private const int MagicBytes = 6;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _directory;

    /// <param name="directory">Where they are; what an earlier daemon left there is removed.</param>
    public Uploads(string directory)
    {
        _directory = directory;
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>Whether a path is that of an upload, now or once.</summary>
    public bool Has(string path) => Path.GetDirectoryName(path) == _directory;

    /// <summary>Takes a request's body; answers its path, whose ending says how it is packed.</summary>
    public async Task<string> TakeAsync(HttpContext http)
    {
        Directory.CreateDirectory(_directory, OwnerOnly | UnixFileMode.UserExecute);
        var path = Path.Combine(_directory, Guid.NewGuid().ToString("N"));
        try
        {
            var ending = await WriteAsync(http.Request.BodyReader, path, http.RequestAborted);
            File.Move(path, path + ending);
            return path + ending;
        }
        catch (IOException failure) when (failure.HResult == NoSpace)
        {
            File.Delete(path);
            throw new MachineryException(ErrorCodes.Storage.DiskFull, failure, ("path", path));
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Removes one that is no longer needed.</summary>
    public static void Discard(string path) => File.Delete(path);

    private static async Task<string> WriteAsync(PipeReader body, string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, UnixCreateMode = OwnerOnly });
        var ending = await EndingAsync(body, cancellationToken);
        await body.CopyToAsync(file, cancellationToken);
        return ending;
    }

    // A body has no name: its first bytes say whether it is packed (the formats' own specifications).
    private static async Task<string> EndingAsync(PipeReader body, CancellationToken cancellationToken)
    {
        var read = await body.ReadAtLeastAsync(MagicBytes, cancellationToken);
        var start = read.Buffer.Slice(0, Math.Min(MagicBytes, read.Buffer.Length)).ToArray();
        body.AdvanceTo(read.Buffer.Start);
        return start switch
        {
            [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0] => ".xz",
            [0x1F, 0x8B, ..] => ".gz",
            _ => string.Empty,
        };
    }
}
