using Pando.Model.Jobs;
using Pando.Qmp;

namespace Pando.Domains.Saving;

/// <summary>Stops the guest's processors, so that what is written is one moment of it. What ran runs on when this is undone.</summary>
internal sealed class StopGuest(JobGuest guest, SaveRun? run) : JobStep
{
    private const string RanNote = "guest-ran";

    public override string Name => "stop-guest";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        var status = await guest.ExecuteAsync(new QueryStatus(), cancellationToken);
        run!.WasRunning = status.Running;
        if (status.Running)
        {
            await job.NoteAsync(RanNote, "yes", cancellationToken);
            await guest.ExecuteAsync(new Stop(), cancellationToken);
        }
    }

    public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        if (job.Notes.ContainsKey(RanNote))
        {
            await guest.TryExecuteAsync(new Cont(), cancellationToken);
        }
    }
}
