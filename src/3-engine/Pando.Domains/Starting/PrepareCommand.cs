using Pando.Model.Domains;
using Pando.Model.Jobs;

namespace Pando.Domains.Starting;

/// <summary>Binds the machine's sockets and puts QEMU's command line together.</summary>
internal sealed class PrepareCommand(QemuLauncher launcher, DomainId id, StartRun? run) : JobStep
{
    public override string Name => "prepare-command";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken) =>
        run!.Prepared = await launcher.PrepareAsync(run, id, cancellationToken);

    // The sockets' files are in the run directory, and go with it.
    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        run?.Prepared?.Dispose();
        launcher.Settle(id);
        return ValueTask.CompletedTask;
    }
}
