using Pando.Domains.Guests;
using Pando.Model.Jobs;
using Pando.Qemu;
using Pando.Qmp;

namespace Pando.Domains.Starting;

/// <summary>Closes our copies of what QEMU has been given, and lets the guest go unless it is to wait.</summary>
internal sealed class LetRun(DomainServices services, StartRun? run) : JobStep
{
    public override string Name => "let-run";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        run!.Files?.Dispose();
        run.LeaveBeside();
        if (run.Paused)
        {
            return;
        }
        try
        {
            await run.Guest!.ExecuteAsync(new Cont(), services.Qemu.CommandLimit, cancellationToken);
        }
        catch (QmpException e)
        {
            throw QemuErrors.Of(e, run.Definition.Name);
        }
    }

    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
