using System.Globalization;

namespace Pando.Linux.Spawn;

/// <summary>
/// Names one process for good: its number, the clock tick it started at, and the boot it belongs to.
/// Numbers are reused, the three together are not.
/// </summary>
/// <param name="Pid">The process number.</param>
/// <param name="StartTimeTicks">Field 22 of /proc/PID/stat (proc_pid_stat(5)), in clock ticks since boot.</param>
/// <param name="BootId">/proc/sys/kernel/random/boot_id.</param>
public readonly record struct ProcessIdentity(int Pid, ulong StartTimeTicks, string BootId)
{
    private static readonly Lazy<string> Boot = new(() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim());

    /// <summary>The boot that this process runs in.</summary>
    public static string CurrentBootId => Boot.Value;

    /// <summary>The identity of the process with this number now; null when there is none.</summary>
    public static ProcessIdentity? TryOf(int pid) =>
        ReadStat(pid) is { } stat ? new ProcessIdentity(pid, stat.StartTimeTicks, CurrentBootId) : null;

    /// <summary>Whether this very process is there and has not ended (a zombie has).</summary>
    public bool IsStillRunning() =>
        string.Equals(BootId, CurrentBootId, StringComparison.Ordinal)
        && ReadStat(Pid) is { HasEnded: false } stat
        && stat.StartTimeTicks == StartTimeTicks;

    /// <summary>Opens this very process; null when it has ended, even if another has its number now.</summary>
    public PidFd? TryOpen()
    {
        PidFd process;
        try
        {
            process = PidFd.Open(Pid);
        }
        catch (SyscallException failure) when (failure.Errno is Errno.ESRCH or Errno.EINVAL)
        {
            return null;
        }

        // Compared after the open: from here on the number cannot pass to another process unseen.
        if (IsStillRunning())
        {
            return process;
        }

        process.Dispose();
        return null;
    }

    internal static ProcessStat? Parse(string stat)
    {
        // The command's name stands in parentheses and may itself hold spaces, parentheses and line feeds: the last ')' ends it.
        int nameEnd = stat.LastIndexOf(')');
        if (nameEnd < 0)
        {
            return null;
        }

        string[] fields = stat[(nameEnd + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        const int state = 0;
        const int startTime = 19;
        return fields.Length > startTime
            && ulong.TryParse(fields[startTime], NumberStyles.None, CultureInfo.InvariantCulture, out ulong ticks)
            ? new ProcessStat(ticks, fields[state] is "Z" or "X" or "x")
            : null;
    }

    private static ProcessStat? ReadStat(int pid)
    {
        try
        {
            return Parse(File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat")));
        }
        catch (IOException)
        {
            // Not there, or ended between open and read (ESRCH).
            return null;
        }
    }

    internal sealed record ProcessStat(ulong StartTimeTicks, bool HasEnded);
}
