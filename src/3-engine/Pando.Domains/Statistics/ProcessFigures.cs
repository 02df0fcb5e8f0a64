using System.Globalization;
using Pando.Model.Domains;

namespace Pando.Domains.Statistics;

/// <summary>What the kernel knows of a machine's process, from /proc (proc(5)): it answers also where QEMU does not.</summary>
internal static class ProcessFigures
{
    // USER_HZ is 100 on every architecture that runs KVM; sysconf(_SC_CLK_TCK) says nothing else.
    private const long NanosecondsPerTick = 10_000_000;

    /// <summary>Null when the process is gone.</summary>
    /// <param name="process">The process.</param>
    /// <param name="vcpuThreads">The threads of its processors, by their number.</param>
    /// <param name="definition">What is in force.</param>
    public static Figures? Read(GuestProcess process, IReadOnlyDictionary<int, int> vcpuThreads, DomainDefinition definition)
    {
        try
        {
            var figures = new Figures();
            var folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Pid}");
            var (user, system) = Times(File.ReadAllText(folder + "/stat"));
            figures.Add("cpu.time", user + system).Add("cpu.user", user).Add("cpu.system", system);
            figures.Add("balloon.rss", ResidentKiB(File.ReadAllText(folder + "/status")));
            figures.Add("vcpu.current", vcpuThreads.Count).Add("vcpu.maximum", definition.Vcpus);
            foreach (var (number, thread) in vcpuThreads)
            {
                AddVcpu(figures, number, string.Create(CultureInfo.InvariantCulture, $"{folder}/task/{thread}"));
            }
            AddInterfaces(figures, definition);
            return figures;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>utime and stime in nanoseconds. The name of the program in parentheses may hold anything, also spaces.</summary>
    internal static (long User, long System) Times(string stat)
    {
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Parse(fields[11]) * NanosecondsPerTick, Parse(fields[12]) * NanosecondsPerTick);
    }

    internal static long? ResidentKiB(string status)
    {
        const string label = "VmRSS:";
        var at = status.IndexOf(label, StringComparison.Ordinal);
        return at < 0 ? null : Parse(status[(at + label.Length)..].TrimStart().Split(' ')[0]);
    }

    /// <summary>What a thread waited for I/O, where the kernel keeps that: milliseconds with a fraction.</summary>
    internal static long? WaitNanoseconds(string sched)
    {
        var line = sched.Split('\n').FirstOrDefault(line => line.StartsWith("se.statistics.wait_sum", StringComparison.Ordinal) || line.StartsWith("wait_sum", StringComparison.Ordinal));
        return line is null || !decimal.TryParse(line[(line.IndexOf(':') + 1)..].Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var milliseconds)
            ? null
            : (long)(milliseconds * 1_000_000);
    }

    private static void AddVcpu(Figures figures, int number, string thread)
    {
        figures.Add(Figures.Name("vcpu", number, "state"), 1);
        if (File.Exists(thread + "/sched"))
        {
            figures.Add(Figures.Name("vcpu", number, "wait"), WaitNanoseconds(File.ReadAllText(thread + "/sched")));
        }
        try
        {
            // "time on a processor, time waiting for one, how often", the first two in nanoseconds.
            var scheduled = File.ReadAllText(thread + "/schedstat").Split(' ');
            figures.Add(Figures.Name("vcpu", number, "time"), Parse(scheduled[0])).Add(Figures.Name("vcpu", number, "delay"), Parse(scheduled[1]));
        }
        catch (IOException)
        {
            // A kernel without schedstats.
            var (user, system) = Times(File.ReadAllText(thread + "/stat"));
            figures.Add(Figures.Name("vcpu", number, "time"), user + system);
        }
    }

    private static void AddInterfaces(Figures figures, DomainDefinition definition)
    {
        var index = 0;
        foreach (var card in definition.Devices.Interfaces.Items)
        {
            if (card.TargetDevice is { } name && Directory.Exists($"/sys/class/net/{name}/statistics"))
            {
                AddInterface(figures, index, name);
            }
            index++;
        }
        figures.Add("net.count", index);
    }

    /// <summary>What the host's end sends the guest receives: seen from the guest, as libvirt tells it.</summary>
    private static void AddInterface(Figures figures, int index, string name)
    {
        figures.Add(Figures.Name("net", index, "name"), name);
        foreach (var (guest, host) in new[] { ("rx", "tx"), ("tx", "rx") })
        {
            foreach (var (field, counter) in new[] { ("bytes", "bytes"), ("pkts", "packets"), ("errs", "errors"), ("drop", "dropped") })
            {
                var text = File.ReadAllText($"/sys/class/net/{name}/statistics/{host}_{counter}");
                figures.Add(Figures.Name("net", index, $"{guest}.{field}"), Parse(text.TrimEnd()));
            }
        }
    }

    private static long Parse(string text) => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
