using Pando.Domains.Starting;
using Pando.Model.Jobs;

namespace Pando.Domains.Saving.Restoring;

/// <summary>Refuses disks that were changed since: behind the claim on them, so that no other machine writes them any more.</summary>
internal sealed class CheckDisks(StartRun? run) : JobStep
{
    public override string Name => "check-disks";

    public override ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        if (run!.Saved is { Force: false } saved)
        {
            SavedDisks.RequireUnchanged(run.Definition.Name, saved.Image.Cookie.Disks);
        }
        return ValueTask.CompletedTask;
    }

    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
