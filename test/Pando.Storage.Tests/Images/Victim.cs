using System.Diagnostics;
using Pando.Jobs;

namespace Pando.Storage.Tests.Images;

/// <summary>A daemon that makes one image and kills itself with -9 at one moment of one step.</summary>
internal static class Victim
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Runs in the child.</summary>
    public static async Task<int> RunAsync(string root, string kind, string step, string moment)
    {
        var at = Enum.Parse<JobMoment>(moment);
        var death = new Faults(step, at, static () => Process.GetCurrentProcess().Kill());
        // An undo is reached only by a failure: while there is still something to undo, where that suits the step.
        var failing = step is "remove-work-folder" or "register-image" ? "register-image" : "store-image";
        IJobFaults faults = at is JobMoment.BeforeUndo or JobMoment.AfterUndo
            ? new BothFaults(new Faults(failing, JobMoment.AfterDo, static () => throw new IOException("as planned")), death)
            : death;
        await using var host = await TestHost.StartAsync(root, faults, FakeDebian.Adjust(root, hang: kind is "build-hanging"));
        var job = kind is "import"
            ? await host.Storage.Images.ImportAsync("base", Path.Join(root, "source.raw.xz"), null, null, null, TestHost.Tester)
            : (await host.Storage.Images.BuildAsync("debian-12", "base", null, rebuild: false, TestHost.Tester))!;
        await job.Completion;
        return 0;
    }

    /// <summary>Starts the child and waits until it is dead.</summary>
    public static async Task KillAsync(string root, string kind, string step, JobMoment moment)
    {
        using var child = Start(root, kind, step, moment);
        using var limit = new CancellationTokenSource(Limit);
        await child.WaitForExitAsync(limit.Token);
        Assert.Equal(128 + 9, child.ExitCode);
    }

    /// <summary>Starts the child.</summary>
    public static Process Start(string root, string kind, string step, JobMoment moment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false };
        foreach (var argument in new[] { "--victim", root, kind, step, $"{moment}" })
        {
            start.ArgumentList.Add(argument);
        }
        return Process.Start(start)!;
    }
}
