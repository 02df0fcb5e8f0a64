using Microsoft.Win32.SafeHandles;

namespace Pando.Linux.Files;

/// <summary>Files that are whole after a power cut: either the old content or the new.</summary>
public static class DurableFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Replaces the file: written aside in the same folder, flushed, renamed, and the folder flushed.</summary>
    public static async Task WriteAsync(
        string path, ReadOnlyMemory<byte> content, UnixFileMode mode = OwnerOnly, CancellationToken cancellationToken = default)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string passing = Path.Combine(folder, $".{Guid.NewGuid():N}");
        try
        {
            using (SafeFileHandle file = Create(passing, mode))
            {
                await RandomAccess.WriteAsync(file, content, 0, cancellationToken);
                // The creation mode was cut by the umask.
                File.SetUnixFileMode(file, mode);
                RandomAccess.FlushToDisk(file);
            }

            File.Move(passing, path, overwrite: true);
        }
        catch
        {
            File.Delete(passing);
            throw;
        }

        SyncFolder(folder);
    }

    /// <summary>Removes the file for good; one that is not there is no error.</summary>
    public static void Delete(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        // Where there is no folder there is no file.
        if (Directory.Exists(folder))
        {
            File.Delete(path);
            SyncFolder(folder);
        }
    }

    /// <summary>Makes renames, creations and removals in a folder durable.</summary>
    /// <exception cref="SyscallException">The folder cannot be opened or flushed.</exception>
    public static void SyncFolder(string folder)
    {
        int number = Libc.openat(Libc.AT_FDCWD, folder, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC, 0);
        using var directory = number >= 0 ? new Descriptor(number) : throw SyscallException.Last("open", folder);
        if (Libc.fsync(number) != 0)
        {
            throw SyscallException.Last("fsync", folder);
        }
    }

    private static SafeFileHandle Create(string path, UnixFileMode mode)
    {
        int number = Libc.openat(
            Libc.AT_FDCWD, path, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_CLOEXEC, (uint)(mode & OwnerOnly));
        return number >= 0 ? new SafeFileHandle(number, ownsHandle: true) : throw SyscallException.Last("open", path);
    }
}
