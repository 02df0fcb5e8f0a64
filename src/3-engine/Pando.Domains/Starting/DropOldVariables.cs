using Pando.Linux.Files;
using Pando.Model.Jobs;

namespace Pando.Domains.Starting;

/// <summary>Deletes the firmware's variables that <see cref="PrepareVariables"/> put aside, once the machine runs with new ones.</summary>
internal sealed class DropOldVariables : JobStep
{
    public override string Name => "drop-old-variables";

    public override ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        if (PrepareVariables.Aside(job) is { } aside)
        {
            DurableFile.Delete(aside);
        }
        return ValueTask.CompletedTask;
    }

    // The last step: nothing after it can fail.
    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
