using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pando.Linux.Files;

/// <summary>
/// A file that another process is handed, to read or to write from a place on. What was opened for it is shared with it, and
/// with that the position in it (open(2), "open file descriptions"): it says how far the other one is.
/// </summary>
public sealed class SharedFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly string _path;

    private SharedFile(SafeFileHandle handle, string path) => (_handle, _path) = (handle, path);

    /// <summary>What the other process gets.</summary>
    public SafeHandle Handle => _handle;

    /// <summary>How far the other process is. What lies before is in the file, or was read.</summary>
    /// <exception cref="SyscallException">The file has no position.</exception>
    public long Position => Seek(0, Libc.SEEK_CUR);

    /// <summary>Opens a file once more, for the other process alone, and goes to a place in it.</summary>
    /// <param name="file">Open; its own position stays.</param>
    /// <param name="access">All that the other process may do with it.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="path">The file's name, for errors.</param>
    /// <exception cref="SyscallException">It cannot be opened so.</exception>
    public static SharedFile Open(SafeHandle file, FileAccess access, long offset, string path)
    {
        var shared = new SharedFile(Folder.Reopen(file, access, path), path);
        try
        {
            shared.Seek(offset, Libc.SEEK_SET);
            return shared;
        }
        catch
        {
            shared.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Has the kernel begin to bring what was written there to the disk, so that less is left to do at the end. It promises
    /// nothing: only a flush does.
    /// </summary>
    public void BeginWriteback(long offset, long length)
    {
        using var reference = new DescriptorReference(_handle);
        // A file system that cannot brings all of it to the disk at the end.
        _ = Libc.sync_file_range(reference.Number, offset, length, Libc.SYNC_FILE_RANGE_WRITE);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private long Seek(long offset, int whence)
    {
        using var reference = new DescriptorReference(_handle);
        var position = Libc.lseek(reference.Number, offset, whence);
        return position >= 0 ? position : throw SyscallException.Last("lseek", _path);
    }
}
