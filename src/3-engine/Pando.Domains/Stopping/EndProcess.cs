using Pando.Linux.Spawn;
using Pando.Model.Jobs;

namespace Pando.Domains.Stopping;

/// <summary>Ends the process. There is no way back.</summary>
internal sealed class EndProcess(DomainServices services, StopInput stop) : JobStep
{
    /// <summary>Its name in the journal: a job that has begun it is gone through with.</summary>
    public const string StepName = "end-process";

    public override string Name => StepName;

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        using var process = new ProcessIdentity(stop.Process.Pid, stop.Process.StartTicks, stop.Process.BootId).TryOpen();
        await GuestEnding.EndAsync(stop.Name, process, stop.Graceful, services.Qemu, services.Time, cancellationToken);
    }

    // A process that was ended cannot be brought back.
    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
