using Pando.Domains.Changing;
using Pando.Linux.Files;
using Pando.Model.Domains;
using Pando.Model.Jobs;
using Pando.Model.Ports;

namespace Pando.Domains.Starting;

/// <summary>Makes what the machine's processes are confined by, before the first of them starts.</summary>
internal sealed class Confine(DomainServices services, DomainId id, StartRun? run) : JobStep
{
    public override string Name => "confine";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        var directory = services.Paths.DomainRun(id);
        run!.Order = new ConfinementOrder
        {
            Definition = run.Definition,
            RunDirectory = directory,
            OwnDirectory = Path.Combine(directory, MakeRunDirectory.OwnOfQemu),
            PluggedDirectory = Path.Combine(directory, PluggedFiles.Folder),
            LogPath = services.Paths.DomainLog(run.Definition.Name),
            Files = [.. run.Files!.Read.Concat(run.Held).Select(static file => file.Confined)],
        };
        run.Confinement = await services.Confinement.PrepareAsync(run.Order, cancellationToken);
        if (QemuEnclosure.RunAs(services.Qemu.RunAs, run.Confinement) is { } user && user != services.Qemu.RunAs)
        {
            using var own = Folder.Open(run.Order.OwnDirectory);
            Folder.ChangeOwner(own.Handle, user.Uid, user.Gid, own.Path);
        }
        services.Resources.Require(run.Definition, run.Confinement);
    }

    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) =>
        services.Confinement.ReleaseAsync(id, cancellationToken);
}
