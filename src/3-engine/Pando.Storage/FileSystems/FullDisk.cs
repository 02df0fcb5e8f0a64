using Pando.Linux.Files;
using Pando.Model.Errors;

namespace Pando.Storage.FileSystems;

/// <summary>Room that is not there: before a copy, and in what a program says.</summary>
internal static class FullDisk
{
    // A file system that is filled to its last block harms everything else on it.
    private const long Reserve = 64 << 20;

    /// <exception cref="MachineryException"><c>storage.no-space</c>.</exception>
    public static void RequireRoom(Folder folder, long needed)
    {
        var free = folder.Space().AvailableBytes;
        if (free - Reserve < needed)
        {
            throw new MachineryException(ErrorCodes.Storage.NoSpace, ("path", folder.Path), ("needed", ByteCount.Text(needed)), ("free", ByteCount.Text(free)));
        }
    }

    /// <summary>A program can only say that the disk is full; here it gets that name.</summary>
    public static Exception Recognised(Exception failure, string path) =>
        failure is PeerException { PeerWords: { } words } && words.Contains("No space left on device", StringComparison.Ordinal)
            ? new MachineryException(ErrorCodes.Storage.DiskFull, failure, ("path", path))
            : failure;
}
