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

    public static async Task MeasureAsync(PandodUnderTest pandod, LibvirtdPeer? libvirtd, Report report)
    {
        var start = Stopwatch.GetTimestamp();
        for (var number = 0; number < Defined; number++)
        {
            await pandod.Client.DefineAsync(PandodUnderTest.Machine($"m{number:0000}"));
        }
        report.Add("define 1,000, one after the other, each on disk", Milliseconds(start), "at most 2000 ms");

        for (var number = 0; number < Running; number++)
        {
            await pandod.Client.StartAsync($"m{number:0000}", paused: true);
        }
        var list = await ListAsync(pandod);
        report.Add("list over REST, 1,000 defined, 50 running", list, null, "", "at most 20 ms");

        var victim = (await pandod.Client.GetMachineAsync("m0007")).Pid!.Value;
        using (var process = PidFd.Open(victim))
        {
            process.Signal(19);
            // Long enough that the daemon knows that it does not answer.
            await Task.Delay(TimeSpan.FromSeconds(10));
            report.Add("the same with one QEMU stopped (SIGSTOP)", await ListAsync(pandod), list, "none stopped", "no slower");
            process.Signal(18);
        }
        report.Add("resident memory of pandod", string.Create(CultureInfo.InvariantCulture, $"{pandod.ResidentMiB()} MiB"), "at most 120 MB");

        await MeasureCliAsync(pandod, libvirtd, report);

        await pandod.KillAsync();
        start = Stopwatch.GetTimestamp();
        await pandod.StartAgainAsync();
        report.Add("restart with 50 running until it answers", Milliseconds(start), "at most 2000 ms");
        var adopted = (await pandod.Client.ListMachinesAsync("paused")).Count;
        report.Add("of them taken up", adopted.ToString(CultureInfo.InvariantCulture), "50");
        report.Add("resident memory after the restart", string.Create(CultureInfo.InvariantCulture, $"{pandod.ResidentMiB()} MiB"), "at most 120 MB");
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

    private static string Milliseconds(long start) =>
        string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms");
}
