using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Pando.Bench;

/// <summary>The figures of fifty machines in one call, and what it costs pandod to have them at hand.</summary>
internal static class BulkStatistics
{
    private const int Machines = 50;
    private const int Rounds = 21;
    private const long DiskBytes = 1 << 20;
    // USER_HZ; sysconf(_SC_CLK_TCK) says nothing else on any architecture that runs KVM.
    private const double TicksPerSecond = 100;
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(30);
    // Every machine has been sampled in turn by then.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(12);

    public static async Task MeasureAsync(PandodUnderTest pandod, bool withLibvirtd, Report report)
    {
        var idle = await LoadAsync(pandod);
        foreach (var name in Names())
        {
            await pandod.Client.DefineAsync(Machine(name, Disk(pandod, name)));
            await pandod.Client.StartAsync(name, paused: true);
        }
        await Task.Delay(Settled);
        var busy = await LoadAsync(pandod);
        report.Add("processor time of pandod with 50 machines at rest", string.Create(CultureInfo.InvariantCulture, $"{busy:0.00}% of a core ({idle:0.00}% with none)"), "under 1%");

        Samples rest = new(), program = new();
        await pandod.Client.GetStatisticsAsync();
        for (var round = 0; round < Rounds; round++)
        {
            await rest.TakeAsync(() => pandod.Client.GetStatisticsAsync());
            await program.TakeAsync(() => RunAsync(PandodUnderTest.Program("pando"), "--host", $"unix:{pandod.Root}/run/pando.sock", "domstats"));
        }
        report.Add("statistics of 50 machines over REST", rest, null, "", "at most 10 ms");
        foreach (var name in Names())
        {
            await pandod.Client.DestroyAsync(name);
            await pandod.Client.UndefineAsync(name);
        }

        var (theirs, theirProgram) = await TheirsAsync(pandod, withLibvirtd);
        report.Add("the same", rest, theirs, "libvirtd, open connection", "");
        report.Add("`pando domstats` of them as a whole process", program, theirProgram, "virsh domstats", "");
    }

    /// <summary>A libvirtd for this alone: to take fifty machines from it one by one takes it minutes.</summary>
    private static async Task<(Samples? Open, Samples? Program)> TheirsAsync(PandodUnderTest pandod, bool withLibvirtd)
    {
        await using var libvirtd = withLibvirtd ? await LibvirtdPeer.TryStartAsync() : null;
        if (libvirtd is null)
        {
            return (null, null);
        }
        var definition = Path.Combine(pandod.Root, "theirs.xml");
        foreach (var name in Names())
        {
            await File.WriteAllBytesAsync(definition, Machine(name, Disk(pandod, name)));
            await libvirtd.VirshInShellAsync($"define {definition}");
            await libvirtd.VirshInShellAsync($"start {name} --paused");
        }
        Samples open = new(), program = new();
        for (var round = 0; round < Rounds; round++)
        {
            await open.TakeAsync(() => libvirtd.VirshInShellAsync("domstats"));
            await program.TakeAsync(() => libvirtd.VirshAsync("domstats"));
        }
        return (open, program);
    }

    /// <summary>What pandod takes of a processor while nobody asks it anything, in percent.</summary>
    private static async Task<double> LoadAsync(PandodUnderTest pandod)
    {
        var (start, before) = (Stopwatch.GetTimestamp(), Ticks(pandod.Pid));
        await Task.Delay(Watched);
        return (Ticks(pandod.Pid) - before) / TicksPerSecond / Stopwatch.GetElapsedTime(start).TotalSeconds * 100;
    }

    /// <summary>utime and stime of proc_pid_stat(5), by their place behind the name, which may hold anything.</summary>
    private static long Ticks(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
    }

    private static IEnumerable<string> Names() => Enumerable.Range(0, Machines).Select(number => string.Create(CultureInfo.InvariantCulture, $"pando-bench-{number:00}"));

    private static byte[] Machine(string name, string image) => Encoding.UTF8.GetBytes(
        $"<domain type='qemu'><name>{name}</name><memory unit='MiB'>32</memory><vcpu>1</vcpu><os><type arch='x86_64' machine='q35'>hvm</type></os><devices>"
        + $"<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{image}'/><target dev='vda' bus='virtio'/></disk><serial type='pty'/></devices></domain>");

    private static string Disk(PandodUnderTest pandod, string name)
    {
        var path = Path.Combine(pandod.Root, name + ".img");
        using var file = new FileStream(path, FileMode.OpenOrCreate);
        file.SetLength(DiskBytes);
        return path;
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
    }
}
