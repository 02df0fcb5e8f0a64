using System.Runtime.InteropServices;

namespace Pando.Linux.Kernel;

/// <summary>What the kernel has of Landlock (landlock(7)).</summary>
public static class Landlock
{
    private const long CreateRuleset = 444;
    private const long VersionFlag = 1;

    /// <summary>Its version: 1 and up; 0 when it is compiled in and turned off; null when it is not there.</summary>
    public static int? Version()
    {
        long version = Libc.syscall(CreateRuleset, 0, 0, VersionFlag, 0);
        return version >= 0 ? (int)version : Marshal.GetLastPInvokeError() == Errno.EOPNOTSUPP ? 0 : null;
    }
}
