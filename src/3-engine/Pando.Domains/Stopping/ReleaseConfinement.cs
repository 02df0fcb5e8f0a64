using Pando.Model.Domains;
using Pando.Model.Jobs;

namespace Pando.Domains.Stopping;

/// <summary>Ends what else is left of the machine, and gives its files their labels and owners back.</summary>
internal sealed class ReleaseConfinement(DomainServices services, DomainId id) : JobStep
{
    public override string Name => "release-confinement";

    public override ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken) =>
        services.Confinement.ReleaseAsync(id, cancellationToken);

    // The process that it confined is gone.
    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
