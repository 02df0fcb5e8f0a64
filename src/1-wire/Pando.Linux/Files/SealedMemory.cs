using Microsoft.Win32.SafeHandles;

namespace Pando.Linux.Files;

/// <summary>A file in memory that nobody can change any more (memfd_create(2), F_ADD_SEALS): a secret or a blob for a child.</summary>
public static class SealedMemory
{
    private const uint CloseOnExec = 1;
    private const uint AllowSealing = 2;
    private const int SealSeal = 1;
    private const int SealShrink = 2;
    private const int SealGrow = 4;
    private const int SealWrite = 8;

    /// <summary>Makes the file, at offset 0 for who reads it.</summary>
    /// <param name="name">Shown in /proc/PID/fd; nothing else.</param>
    /// <param name="content">All of it.</param>
    /// <exception cref="SyscallException">No memory or no descriptor.</exception>
    public static SafeFileHandle Create(string name, ReadOnlySpan<byte> content)
    {
        int number = Libc.memfd_create(name, CloseOnExec | AllowSealing);
        if (number < 0)
        {
            throw SyscallException.Last("memfd_create", name);
        }

        var file = new SafeFileHandle(number, ownsHandle: true);
        try
        {
            // Positional, so that the offset a child inherits stays 0.
            RandomAccess.Write(file, content, 0);
            return Libc.fcntl(number, Libc.F_ADD_SEALS, SealSeal | SealShrink | SealGrow | SealWrite) == 0
                ? file
                : throw SyscallException.Last("fcntl", name);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
