using System.Diagnostics;
using System.Globalization;
using Pando.Linux.Spawn;

namespace Pando.Bench;

/// <summary>A thousand machines defined, fifty of them running.</summary>
internal static class ManyMachines
{
    private const int Defined = 1000;
    private const int Running = 50;
    private const int Rounds = 21;
    private const string MemoryGoal = "at most 120 MB";
    private const int Stop = 19;
    private const int Continue = 18;

    public static async Task MeasureAsync(PandodUnderTest pandod, LibvirtdPeer? libvirtd, HashSet<string> wanted, Report report)
    {
        await DefineAsync(pandod, wanted, report);
        for (var number = 0; number < Running; number++)
        {
            await pandod.Client.StartAsync(Name(number), paused: true);
        }
        if (wanted.Contains(Measurement.List))
        {
            await MeasureListAsync(pandod, report);
        }
        if (wanted.Contains(Measurement.Memory))
        {
            report.Add("memory of pandod, 1,000 defined, 50 running", pandod.Memory(), MemoryGoal);
        }
        if (wanted.Contains(Measurement.Cli))
        {
            await MeasureCliAsync(pandod, libvirtd, report);
        }
        if (wanted.Contains(Measurement.Restart))
        {
            await MeasureRestartAsync(pandod, report);
        }
    }

    private static async Task DefineAsync(PandodUnderTest pandod, HashSet<string> wanted, Report report)
    {
        var start = Stopwatch.GetTimestamp();
        for (var number = 0; number < Defined; number++)
        {
            await pandod.Client.DefineAsync(PandodUnderTest.Machine(Name(number)));
        }
        if (wanted.Contains(Measurement.Define))
        {
            report.Add("define 1,000, one after the other, each on disk", Milliseconds(start), "at most 2000 ms");
        }
    }

    private static async Task MeasureListAsync(PandodUnderTest pandod, Report report)
    {
        var list = await ListAsync(pandod);
        report.Add("list over REST, 1,000 defined, 50 running", list, null, "", "at most 20 ms");

        var victim = Name(7);
        using var process = PidFd.Open((await pandod.Client.GetMachineAsync(victim)).Pid!.Value);
        process.Signal(Stop);
        try
        {
            await UntilSilentAsync(pandod, victim);
            report.Add("the same with one QEMU stopped (SIGSTOP)", await ListAsync(pandod), list, "none stopped", "no slower");
        }
        finally
        {
            process.Signal(Continue);
        }
    }

    private static async Task UntilSilentAsync(PandodUnderTest pandod, string machine)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await pandod.Client.GetMachineAsync(machine, limit.Token)).State.NotAnsweringSince is null)
        {
            await Task.Delay(100, limit.Token);
        }
    }

    private static async Task<Samples> ListAsync(PandodUnderTest pandod)
    {
        var samples = new Samples();
        for (var round = 0; round < Rounds; round++)
        {
            await samples.TakeAsync(() => pandod.Client.ListMachinesAsync());
        }
        return samples;
    }

    private static async Task MeasureCliAsync(PandodUnderTest pandod, LibvirtdPeer? libvirtd, Report report)
    {
        Samples ours = new(), theirs = new();
        for (var round = 0; round < Rounds; round++)
        {
            await ours.TakeAsync(() => RunAsync(PandodUnderTest.Program("pando"), "--host", $"unix:{pandod.Root}/run/pando.sock", "list", "--all"));
            if (libvirtd is not null)
            {
                await theirs.TakeAsync(() => libvirtd.VirshAsync("list", "--all"));
            }
        }
        report.Add("`pando list --all` as a whole process, 1,000 machines", ours, libvirtd is null ? null : theirs, "virsh, few machines", "at most 100 ms");
    }

    private static async Task MeasureRestartAsync(PandodUnderTest pandod, Report report)
    {
        await pandod.KillAsync();
        var start = Stopwatch.GetTimestamp();
        await pandod.StartAgainAsync();
        report.Add("restart with 50 running until it answers", Milliseconds(start), "at most 2000 ms");
        var adopted = (await pandod.Client.ListMachinesAsync("paused")).Count;
        report.Add("of them taken up", adopted.ToString(CultureInfo.InvariantCulture), "50");
        report.Add("memory after the restart", pandod.Memory(), MemoryGoal);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        using var process = Process.Start(start)!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"m{number:0000}");

    private static string Milliseconds(long start) =>
        string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms");
}
