using Pando.Model.Domains;
using Pando.Model.Jobs;
using Pando.Model.Ports;

namespace Pando.Domains.Changing;

/// <summary>Lets the running machine's confinement know of new files before QEMU is handed them; undone, it forgets those that QEMU does not have.</summary>
internal sealed class AllowFiles(DomainServices services, ChangeInput input, ChangeRun? run) : JobStep
{
    public override string Name => "confine";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        if (run is { Guest.Live.Confinement: { } confinement, Start: { } start })
        {
            foreach (var file in start.Held)
            {
                await services.Confinement.AllowAsync(input.Machine, confinement, file.Confined, cancellationToken);
            }
        }
    }

    // What a daemon that died had allowed is written down by the confinement itself, and undone when the machine ends.
    public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        if (run is { Guest: { Live.Confinement: { } } guest, Start: { } start })
        {
            await ForbidAsync(services, input.Machine, guest.Live, start.Held, cancellationToken);
        }
    }

    /// <summary>Takes the files back that the machine does not hold any more.</summary>
    public static async ValueTask ForbidAsync(
        DomainServices services, DomainId machine, LiveDomain live, IReadOnlyList<HeldFile> files, CancellationToken cancellationToken)
    {
        foreach (var file in files.Where(file => live.Confinement is not null && !live.Files.Any(held => (held.Device, held.Inode) == (file.Device, file.Inode))))
        {
            await services.Confinement.ForbidAsync(machine, live.Confinement!, file.Confined, cancellationToken);
        }
    }
}
