using Pando.Model;
using Pando.Model.Ports;

namespace Pando.Domains;

/// <summary>The trash of machines, whose deletion is a job each.</summary>
public sealed class DomainTrash(IDomains domains) : ITrash
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<TrashedDefinition>> ListTrashAsync(CancellationToken cancellationToken = default) => domains.ListTrashAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task PurgeAsync(string trashId, Caller by, CancellationToken cancellationToken = default)
    {
        var task = await domains.PurgeAsync(trashId, by, cancellationToken);
        await task.Completion.WaitAsync(cancellationToken);
    }
}
