using System.Runtime.InteropServices;

namespace Pando.Linux.Files;

/// <summary>What a directory entry is (inode(7)).</summary>
public enum FileKind
{
    /// <summary>None of the others.</summary>
    Unknown = 0,

    /// <summary>A named pipe.</summary>
    Pipe = 0x1000,

    /// <summary>A character device.</summary>
    CharacterDevice = 0x2000,

    /// <summary>A directory.</summary>
    Directory = 0x4000,

    /// <summary>A block device.</summary>
    BlockDevice = 0x6000,

    /// <summary>A regular file.</summary>
    Regular = 0x8000,

    /// <summary>A symbolic link.</summary>
    SymbolicLink = 0xA000,

    /// <summary>A socket.</summary>
    Socket = 0xC000,
}

/// <summary>Which file it is, whatever its name: two names of one file have one device and inode.</summary>
/// <param name="Device">The file system's device: major number in the upper 32 bits, minor in the lower.</param>
/// <param name="Inode">The inode number in it.</param>
/// <param name="Size">Bytes; 0 for devices.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct FileIdentity(ulong Device, ulong Inode, ulong Size)
{
    /// <summary>The identity of an open file.</summary>
    /// <exception cref="SyscallException">The descriptor says no.</exception>
    public static FileIdentity Of(SafeHandle file) => FileStatus.Of(file).Identity;
}

/// <summary>What statx(2) says of a file.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">Permission bits, with set-uid, set-gid and sticky.</param>
/// <param name="Uid">The owner.</param>
/// <param name="Gid">The group.</param>
/// <param name="Identity">Device, inode and size.</param>
/// <param name="AllocatedBytes">What it really occupies.</param>
/// <param name="Modified">When its content last changed.</param>
/// <param name="DeviceNode">Of a device node: major number in the upper 32 bits, minor in the lower.</param>
public sealed record FileStatus(
    FileKind Kind, UnixFileMode Mode, uint Uid, uint Gid, FileIdentity Identity, ulong AllocatedBytes, DateTimeOffset Modified, ulong DeviceNode)
{
    private const int KindBits = 0xF000;
    private const int ModeBits = 0x0FFF;

    /// <summary>The status of an open file (also one opened with O_PATH).</summary>
    /// <exception cref="SyscallException">The descriptor says no.</exception>
    public static FileStatus Of(SafeHandle file)
    {
        using var reference = new DescriptorReference(file);
        return Ask(reference.Number, string.Empty, Libc.AT_EMPTY_PATH) ?? throw SyscallException.Last("statx");
    }

    /// <summary>The status of what stands at the path itself (a link is not followed); null when it cannot be seen.</summary>
    public static FileStatus? TryOf(string path) => Ask(Libc.AT_FDCWD, path, Libc.AT_SYMLINK_NOFOLLOW);

    /// <summary>The status of an entry of an open directory; null when there is none of that name.</summary>
    internal static FileStatus? TryAt(int directory, string name, string path)
    {
        if (Ask(directory, name, Libc.AT_SYMLINK_NOFOLLOW) is { } status)
        {
            return status;
        }

        var failure = SyscallException.Last("statx", path);
        return failure.Errno == Errno.ENOENT ? null : throw failure;
    }

    private static unsafe FileStatus? Ask(int directory, string path, int flags)
    {
        Libc.StatX stat;
        if (Libc.statx(directory, path, flags, Libc.StatX.BasicStats, &stat) != 0)
        {
            return null;
        }

        return new FileStatus(
            (FileKind)(stat.Mode & KindBits),
            (UnixFileMode)(stat.Mode & ModeBits),
            stat.Uid,
            stat.Gid,
            new FileIdentity(((ulong)stat.DeviceMajor << 32) | stat.DeviceMinor, stat.Inode, stat.Size),
            stat.Blocks * 512,
            DateTimeOffset.FromUnixTimeSeconds(stat.ModifiedSeconds).AddTicks(stat.ModifiedNanoseconds / 100),
            ((ulong)stat.DeviceNodeMajor << 32) | stat.DeviceNodeMinor);
    }
}
