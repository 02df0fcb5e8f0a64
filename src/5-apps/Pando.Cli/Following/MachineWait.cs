using Pando.Api.Machines;
using Pando.Api.Problems;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Following;

/// <summary>Waits until a machine is off, or was started anew: an installer's end.</summary>
internal static class MachineWait
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public static async Task UntilEndedAsync(Run run, Machine machine, TimeSpan limit)
    {
        using var late = new CancellationTokenSource(limit, run.Around.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, run.Interrupts.Token);
        using var ticks = new PeriodicTimer(Look, run.Around.Time);
        using var line = new ProgressLine(run);
        try
        {
            while (!await HasEndedAsync(run, machine, either.Token))
            {
                line.Show("wait", run.Texts["install.waiting", ("name", Printable.Of(machine.Name))]);
                await ticks.WaitForNextTickAsync(either.Token);
            }
        }
        catch (OperationCanceledException) when (run.Interrupts.Token.IsCancellationRequested)
        {
            line.Clear();
            run.Around.Error.WriteLine(Printable.Of(run.Texts["install.runs-on", ("name", machine.Name)]));
            throw;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            throw new CliException(ExitCode.TimedOut, "still-running", ("name", machine.Name), ("limit", Numbers.Duration(limit)));
        }
    }

    private static async Task<bool> HasEndedAsync(Run run, Machine machine, CancellationToken cancellationToken)
    {
        try
        {
            var now = await run.Client.GetMachineAsync(machine.Id, cancellationToken);
            // A guest's own reboot keeps its QEMU. After an installer that came from a location the machine has another one.
            return now.State.Phase == MachinePhase.ShutOff || (machine.Pid is { } first && now.Pid is { } pid && pid != first);
        }
        catch (PandoProblemException e) when (e.Problem.Kind == ProblemKind.NotFound)
        {
            // A transient machine is gone once it is off.
            return true;
        }
    }
}
