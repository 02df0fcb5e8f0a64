using Pando.Domains.Driving;
using Pando.Domains.Removing;
using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Domains;

/// <summary>The trash: what is in it, back out of it, and away for good.</summary>
public sealed partial class DomainRegistry
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<TrashedDefinition>> ListTrashAsync(CancellationToken cancellationToken = default) =>
        await _services.History.ListTrashAsync(Sort, cancellationToken);

    /// <inheritdoc/>
    public async Task<IDomainTask> RestoreAsync(string trashIdOrName, string? newName, Caller by, CancellationToken cancellationToken = default)
    {
        var item = await FindInTrashAsync(trashIdOrName, cancellationToken);
        var name = newName ?? item.Definition.Name;
        if (_names.TryGetValue(name, out var holder))
        {
            throw NameTaken(name, holder);
        }
        var input = new TrashInput(item.TrashId, newName).ToJson();
        var job = await _services.Jobs.StartAsync(RestoreJob.KindName, name, input, by, cancellationToken: cancellationToken);
        return new JobTask(job, () => Get(name));
    }

    /// <inheritdoc/>
    public async Task<IDomainTask> PurgeAsync(string trashIdOrName, Caller by, CancellationToken cancellationToken = default)
    {
        var item = await FindInTrashAsync(trashIdOrName, cancellationToken);
        var input = new TrashInput(item.TrashId, null).ToJson();
        var job = await _services.Jobs.StartAsync(PurgeJob.KindName, item.Definition.Name, input, by, cancellationToken: cancellationToken);
        var last = TrashView.Of(item, _services.Time.GetUtcNow());
        return new JobTask(job, () => last);
    }

    private async Task<TrashedDefinition> FindInTrashAsync(string trashIdOrName, CancellationToken cancellationToken)
    {
        var trash = await ListTrashAsync(cancellationToken);
        return trash.FirstOrDefault(item => item.TrashId == trashIdOrName)
            ?? trash.FirstOrDefault(item => item.Definition.Name == trashIdOrName || item.Definition.Id.ToString() == trashIdOrName)
            ?? throw new CallerException(ErrorCodes.Domain.NotInTrash, ("name", trashIdOrName));
    }
}
