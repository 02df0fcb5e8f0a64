using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Pando.Linux.Files;

/// <summary>
/// A lock that lives as long as the process that took it (flock(2)), on a file that names that process. The file
/// stays when the lock ends: removing it would let two processes each hold a lock on a file of the same name.
/// </summary>
public sealed class FileLock : IDisposable
{
    private readonly SafeFileHandle _file;

    private FileLock(SafeFileHandle file) => _file = file;

    /// <summary>Takes the lock, or answers null and the number of the process that has it (null where the file does not tell).</summary>
    /// <exception cref="SyscallException">The file cannot be opened.</exception>
    public static FileLock? TryTake(string path, out int? holder)
    {
        var file = Open(path);
        try
        {
            using var reference = new DescriptorReference(file);
            if (Libc.flock(reference.Number, Libc.LOCK_EX | Libc.LOCK_NB) == 0)
            {
                holder = Environment.ProcessId;
                var text = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n"));
                RandomAccess.SetLength(file, 0);
                RandomAccess.Write(file, text, 0);
                return new FileLock(file);
            }
            var failure = SyscallException.Last("flock", path);
            holder = ReadHolder(file);
            file.Dispose();
            return failure.Errno == Errno.EAGAIN ? null : throw failure;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Gives it up. Closing the descriptor alone would not: a process that is being started at this moment has it too until it
    /// executes its program, and the lock with it.
    /// </summary>
    public void Dispose()
    {
        using (var reference = new DescriptorReference(_file))
        {
            _ = Libc.flock(reference.Number, Libc.LOCK_UN);
        }
        _file.Dispose();
    }

    // Not by .NET, which takes a shared flock(2) of its own on every file that it opens.
    private static SafeFileHandle Open(string path)
    {
        const int readWrite = 2;
        const uint ownerOnly = 0x180;
        var number = Libc.openat(Libc.AT_FDCWD, path, readWrite | Libc.O_CREAT | Libc.O_CLOEXEC, ownerOnly);
        return number >= 0 ? new SafeFileHandle(number, ownsHandle: true) : throw SyscallException.Last("open", path);
    }

    private static int? ReadHolder(SafeFileHandle file)
    {
        Span<byte> text = stackalloc byte[16];
        var count = RandomAccess.Read(file, text, 0);
        return int.TryParse(text[..count].TrimEnd((byte)'\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;
    }
}
