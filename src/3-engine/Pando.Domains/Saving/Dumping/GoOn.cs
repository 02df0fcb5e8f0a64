using Pando.Model.Jobs;
using Pando.Qmp;

namespace Pando.Domains.Saving.Dumping;

/// <summary>Lets a guest that was stopped for its dump go on, from where it stood or from its beginning.</summary>
internal sealed class GoOn(JobGuest guest, DumpInput dump, SaveRun? run) : JobStep
{
    public override string Name => "go-on";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        if (dump.Reset)
        {
            await guest.ExecuteAsync(new SystemReset(), cancellationToken);
        }
        if (run!.WasRunning || dump.Reset || dump.Resume)
        {
            await guest.ExecuteAsync(new Cont(), cancellationToken);
        }
    }

    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
