using Microsoft.Win32.SafeHandles;

namespace Pando.Linux.Files;

/// <summary>A file in memory that another process writes into (memfd_create(2)), so that nothing is left anywhere.</summary>
public static class MemoryFile
{
    private const uint CloseOnExec = 1;

    /// <summary>An empty one.</summary>
    /// <param name="name">Shown in /proc/PID/fd; nothing else.</param>
    /// <exception cref="SyscallException">No memory or no descriptor.</exception>
    public static SafeFileHandle Create(string name)
    {
        int number = Libc.memfd_create(name, CloseOnExec);
        return number >= 0 ? new SafeFileHandle(number, ownsHandle: true) : throw SyscallException.Last("memfd_create", name);
    }
}
