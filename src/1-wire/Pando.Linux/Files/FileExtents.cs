using Microsoft.Win32.SafeHandles;

namespace Pando.Linux.Files;

/// <summary>Where a file holds data and where it has holes (lseek(2)). The file's own position is not moved for good: nobody here reads by it.</summary>
public static class FileExtents
{
    private const int SeekData = 3;
    private const int SeekHole = 4;

    /// <summary>Where data begins at or behind an offset; null where only a hole follows.</summary>
    /// <exception cref="SyscallException">Any failure but that.</exception>
    public static long? NextData(SafeFileHandle file, long offset) => Seek(file, offset, SeekData);

    /// <summary>Where a hole begins at or behind an offset; the end of the file counts as one.</summary>
    /// <exception cref="SyscallException">The offset is behind the end, and others.</exception>
    public static long NextHole(SafeFileHandle file, long offset) => Seek(file, offset, SeekHole) ?? RandomAccess.GetLength(file);

    private static long? Seek(SafeFileHandle file, long offset, int whence)
    {
        using var reference = new DescriptorReference(file);
        var found = Libc.lseek(reference.Number, offset, whence);
        if (found >= 0)
        {
            return found;
        }
        var failure = SyscallException.Last("lseek");
        const int noSuchPlace = 6;
        return failure.Errno == noSuchPlace ? null : throw failure;
    }
}
