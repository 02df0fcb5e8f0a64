using Pando.Cli.Failures;

namespace Pando.Cli.Commands;

/// <summary>A guest's own sleep.</summary>
internal static class SleepCommands
{
    public static CliCommand Suspend(string name)
    {
        var machine = Operand.Machine();
        var target = new Operand("TARGET", WordKind.Text, optional: true);
        return new CliCommand(name, "dompmsuspend", SuspendAsync, machine, target) { Examples = ["pando dompmsuspend web1 mem"] };

        async Task<int> SuspendAsync(Run run)
        {
            var asked = await Changes.DoAsync(run, (pandod, cancel) => pandod.PmSuspendAsync(run.Value(machine), run.Optional(target) ?? "mem", cancel));
            run.Say(asked, "machine.sleep-asked", ("name", asked.Name));
            return ExitCode.Done;
        }
    }

    public static CliCommand Wake(string name)
    {
        var machine = Operand.Machine();
        return new CliCommand(name, "dompmwakeup", WakeAsync, machine) { Examples = ["pando dompmwakeup web1"] };

        async Task<int> WakeAsync(Run run)
        {
            var woken = await Changes.DoAsync(run, (pandod, cancel) => pandod.PmWakeupAsync(run.Value(machine), cancel));
            run.Say(woken, "machine.woken", ("name", woken.Name));
            return ExitCode.Done;
        }
    }
}
