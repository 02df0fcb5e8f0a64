using Pando.Domains.Disks;
using Pando.Domains.Starting;
using Pando.Model.Jobs;

namespace Pando.Domains.Changing;

/// <summary>Opens the new medium of a drive before anything is done to the drive; nothing for any other change.</summary>
internal sealed class OpenMedium(DomainServices services, DiskClaims claims, ChangeInput input, ChangeRun? run) : JobStep
{
    private readonly OpenFiles _files = new(services, claims, input.Machine, run?.Start);

    public override string Name => _files.Name;

    public override ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken) =>
        run!.Start is null ? ValueTask.CompletedTask : _files.DoAsync(job, cancellationToken);

    // Where the drive got its old medium back, what it holds is written down by that.
    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        if (run?.Guest is { } guest)
        {
            claims.Adopt(input.Machine, input.Name, guest.Live.Files);
        }
        run?.Start?.Files?.Dispose();
        return ValueTask.CompletedTask;
    }
}
