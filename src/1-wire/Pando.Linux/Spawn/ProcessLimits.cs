namespace Pando.Linux.Spawn;

/// <summary>Limits of a process that runs (prlimit(2)).</summary>
public static class ProcessLimits
{
    /// <summary>Sets one, soft and hard alike. A process that has ended already needs no limit.</summary>
    /// <exception cref="SyscallException">It may not be raised, or the process is another user's.</exception>
    public static unsafe void Set(int pid, ResourceLimit resource, ulong value)
    {
        var limit = new Libc.Rlimit { Soft = value, Hard = value };
        if (Libc.prlimit(pid, (int)resource, &limit, null) != 0)
        {
            var failure = SyscallException.Last("prlimit", $"{pid}");
            if (failure.Errno != Errno.ESRCH)
            {
                throw failure;
            }
        }
    }
}
