using System.Diagnostics;
using Pando.Model.Jobs;

namespace Pando.Jobs.Tests.Sample;

/// <summary>A daemon that runs one sample job and kills itself with -9 at one moment of one step.</summary>
internal static class Victim
{
    /// <summary>Runs in the child. Where the moment is one of an undo, the last step fails first.</summary>
    public static async Task<int> RunAsync(string folder, string recovery, string step, string moment)
    {
        await using var bench = new Bench(folder) { Recovery = Enum.Parse<JobRecovery>(recovery) };
        var when = Enum.Parse<JobMoment>(moment);
        if (when is JobMoment.BeforeUndo or JobMoment.AfterUndo)
        {
            bench.Faults.At(SampleJob.Steps[^1], JobMoment.AfterDo, () => throw new IOException("as planned"));
        }
        bench.Faults.At(step, when, () => Process.GetCurrentProcess().Kill());
        await bench.StartAsync();
        await (await bench.RunAsync()).Completion;
        return 0;
    }

    /// <summary>Starts the child and waits until it is dead.</summary>
    public static async Task<int> KillAsync(string folder, JobRecovery recovery, string step, JobMoment moment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false };
        foreach (var argument in new[] { "--victim", folder, $"{recovery}", step, $"{moment}" })
        {
            start.ArgumentList.Add(argument);
        }
        using var child = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await child.WaitForExitAsync(limit.Token);
        return child.ExitCode;
    }
}
