using Pando.Domains.Guests;
using Pando.Domains.Starting;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Qemu;
using Pando.Qmp;

namespace Pando.Domains.Saving.Restoring;

/// <summary>
/// Lets the guest go on, unless it is to wait. Behind this there is only forward: its disks are changed from here on, and
/// its saved memory fits them no more. A daemon that died here is followed by one that has taken up the process.
/// </summary>
internal sealed class LetLoadedRun(DomainServices services, DomainRegistry registry, LoadInput load, StartRun? run) : JobStep
{
    public const string StepName = "let-run";

    public override string Name => StepName;

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        run?.Files?.Dispose();
        run?.LeaveBeside();
        if (!load.Run)
        {
            return;
        }
        try
        {
            var guest = run?.Guest ?? await TakenUpAsync(cancellationToken);
            await guest.ExecuteAsync(new Cont(), services.Qemu.CommandLimit, cancellationToken);
        }
        catch (QmpException e)
        {
            throw QemuErrors.Of(e, load.Name);
        }
    }

    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private async Task<RunningGuest> TakenUpAsync(CancellationToken cancellationToken)
    {
        await registry.Opened.WaitAsync(cancellationToken);
        return registry.TryGuest(new DomainId(load.Id))
            ?? throw new MachineryException(ErrorCodes.Domain.QemuLost, ("name", load.Name));
    }
}
