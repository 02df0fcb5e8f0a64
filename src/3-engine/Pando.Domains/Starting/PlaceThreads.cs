using Pando.Domains.Tuning;
using Pando.Model.Jobs;

namespace Pando.Domains.Starting;

/// <summary>Places the machine's threads before the guest's first instruction, where the definition says something of them.</summary>
internal sealed class PlaceThreads(StartRun? run) : JobStep
{
    public override string Name => "place-threads";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        var definition = run!.Definition;
        if (!ThreadPlacement.IsAsked(definition))
        {
            return;
        }
        ThreadPlacement.RefuseMissingProcessors(definition);
        await ThreadPlacement.ApplyAsync(run.Guest!, definition, before: null, cancellationToken);
    }

    // The threads end with the process.
    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
