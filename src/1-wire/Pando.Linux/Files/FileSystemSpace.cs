namespace Pando.Linux.Files;

/// <summary>How full a file system is (statvfs(3)).</summary>
/// <param name="TotalBytes">Its size.</param>
/// <param name="AvailableBytes">What an ordinary user may still fill.</param>
/// <param name="FreeBytes">What root may still fill.</param>
/// <param name="AvailableInodes">How many more files; file systems without a fixed number say 0 of 0.</param>
/// <param name="TotalInodes">How many files it can hold; 0 where there is no fixed number.</param>
/// <param name="IsReadOnly">Mounted read-only.</param>
public sealed record FileSystemSpace(
    long TotalBytes, long AvailableBytes, long FreeBytes, long AvailableInodes, long TotalInodes, bool IsReadOnly)
{
    private const ulong ReadOnlyFlag = 1;

    /// <summary>The space of the file system that holds the path.</summary>
    /// <exception cref="SyscallException">The path cannot be reached.</exception>
    public static unsafe FileSystemSpace Of(string path)
    {
        Libc.StatVfs stat;
        return Libc.statvfs(path, &stat) == 0 ? From(stat) : throw SyscallException.Last("statvfs", path);
    }

    internal static FileSystemSpace From(in Libc.StatVfs stat) =>
        new(
            Bytes(stat.Blocks, stat.FragmentSize),
            Bytes(stat.BlocksAvailable, stat.FragmentSize),
            Bytes(stat.BlocksFree, stat.FragmentSize),
            (long)Math.Min(stat.InodesAvailable, long.MaxValue),
            (long)Math.Min(stat.Inodes, long.MaxValue),
            (stat.Flags & ReadOnlyFlag) != 0);

    // Network file systems may report numbers without meaning: never an overflow.
    private static long Bytes(ulong blocks, ulong size) => (long)UInt128.Min((UInt128)blocks * size, long.MaxValue);
}
