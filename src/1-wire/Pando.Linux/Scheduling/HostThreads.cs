using System.Globalization;

namespace Pando.Linux.Scheduling;

/// <summary>How the kernel schedules a thread (sched(7)).</summary>
public enum SchedulingClass
{
    /// <summary>As usual.</summary>
    Other = 0,

    /// <summary>Real time: until it sleeps.</summary>
    Fifo = 1,

    /// <summary>Real time, in turns.</summary>
    RoundRobin = 2,

    /// <summary>For work that nobody waits for.</summary>
    Batch = 3,

    /// <summary>Only when nothing else runs.</summary>
    Idle = 5,
}

/// <summary>Where and how the kernel runs threads of other processes.</summary>
public static class HostThreads
{
    private const int BitsPerByte = 8;

    /// <summary>The threads of a process, as they are at this moment; empty when it has ended.</summary>
    public static IReadOnlyList<int> Of(int pid)
    {
        try
        {
            return
            [
                .. Directory.EnumerateDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/task"))
                    .Select(static path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture)),
            ];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>The host's processors that are online: <c>0-3,8</c> (cpu(5) of sysfs).</summary>
    public static string Online() => File.ReadAllText("/sys/devices/system/cpu/online").Trim();

    /// <summary>Those that the kernel was started to keep free (<c>isolcpus</c>); empty where there are none.</summary>
    public static string Isolated() => File.Exists("/sys/devices/system/cpu/isolated") ? File.ReadAllText("/sys/devices/system/cpu/isolated").Trim() : "";

    /// <summary>The host's processors that a thread may run on: <c>0-3,8</c>; null when it has ended.</summary>
    public static string? Allowed(int thread)
    {
        const string label = "Cpus_allowed_list:";
        return Lines(thread, "status").FirstOrDefault(static line => line.StartsWith(label, StringComparison.Ordinal))?[label.Length..].Trim();
    }

    /// <summary>The host's processor that a thread ran on last; null when it has ended.</summary>
    public static int? Processor(int thread)
    {
        // The 39th field of /proc/PID/stat; the second is a name in parentheses, which may hold anything.
        const int field = 36;
        return Lines(thread, "stat").FirstOrDefault() is { } stat
            && int.TryParse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ').ElementAtOrDefault(field), NumberStyles.None, CultureInfo.InvariantCulture, out var processor)
            ? processor
            : null;
    }

    /// <summary>How long a thread has run, in nanoseconds; null when it has ended, or where the kernel does not count it.</summary>
    public static long? TimeNanoseconds(int thread) =>
        Lines(thread, "schedstat").FirstOrDefault() is { } line && long.TryParse(line.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var time) ? time : null;

    /// <summary>Lets a thread run on these processors only.</summary>
    /// <exception cref="SyscallException">EINVAL where none of them is there, EPERM, ESRCH.</exception>
    public static unsafe void Pin(int thread, IEnumerable<int> processors)
    {
        var all = processors.ToList();
        // The kernel takes masks of any length that is whole longs.
        var mask = new byte[((all.Max() / 64) + 1) * sizeof(long)];
        foreach (var processor in all)
        {
            mask[processor / BitsPerByte] |= (byte)(1 << (processor % BitsPerByte));
        }
        fixed (byte* start = mask)
        {
            if (Libc.sched_setaffinity(thread, (nuint)mask.Length, start) != 0)
            {
                throw SyscallException.Last("sched_setaffinity", thread.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    /// <summary>Gives a thread a class and, for real time, a priority (1…99).</summary>
    /// <exception cref="SyscallException">EPERM without CAP_SYS_NICE, EINVAL, ESRCH.</exception>
    public static unsafe void Schedule(int thread, SchedulingClass scheduling, int priority)
    {
        var parameter = new Libc.SchedulingParameter { Priority = priority };
        if (Libc.sched_setscheduler(thread, (int)scheduling, &parameter) != 0)
        {
            throw SyscallException.Last("sched_setscheduler", thread.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static string[] Lines(int thread, string file)
    {
        try
        {
            return File.ReadAllLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{thread}/{file}"));
        }
        catch (IOException)
        {
            return [];
        }
    }
}
