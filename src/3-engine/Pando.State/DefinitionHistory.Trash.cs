using System.Text;
using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Model.State;
using Pando.State.Definitions;

namespace Pando.State;

/// <summary>The trash.</summary>
public sealed partial class DefinitionHistory
{
    /// <summary>So many deletes at once suit every store (etcd's default limit of a transaction is 128).</summary>
    private const int DeletesAtOnce = 100;

    /// <inheritdoc/>
    public async ValueTask<TrashedDefinition> TrashAsync(
        string sort, Guid id, string trashId, Caller by, IReadOnlyList<TrashedFile> files, int? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        var trashKey = DefinitionKeys.Trash(sort, trashId);
        while (true)
        {
            if (await store.GetAsync(trashKey, cancellationToken) is { } there)
            {
                return DefinitionJson.Read<TrashRecord>(there).ToTrashed();
            }
            var (entry, head) = await HeadAsync(sort, id, cancellationToken);
            if (entry is null || head is null)
            {
                throw NotFound(id);
            }
            if (expectedVersion is { } expected && expected != head.Current.Number)
            {
                throw Conflict(head.Name, expected, head.Current.Number);
            }
            var record = new TrashRecord(trashId, head, time.GetUtcNow(), by.Name, by.Reason, files);
            var transaction = StoreTransaction.Empty
                .When(entry.Key, entry.ModRevision).When(trashKey, 0)
                .Delete(entry.Key)
                .Delete(DefinitionKeys.Name(sort, head.Name))
                .Put(trashKey, DefinitionJson.Write(record));
            if ((await store.CommitAsync(transaction, cancellationToken)).Succeeded)
            {
                return record.ToTrashed();
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<TrashedDefinition>> ListTrashAsync(string sort, CancellationToken cancellationToken = default) =>
        [.. (await TrashRecordsAsync(sort, cancellationToken)).Select(record => record.ToTrashed())];

    /// <inheritdoc/>
    public async ValueTask<StoredDefinition> RestoreAsync(
        string sort, string trashId, DefinitionChange? renamed, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var trashed = await store.GetAsync(DefinitionKeys.Trash(sort, trashId), cancellationToken)
                ?? throw new CallerException(ErrorCodes.State.NotInTrash, ("id", trashId));
            var head = DefinitionJson.Read<TrashRecord>(trashed).Head;
            if ((await HeadAsync(sort, head.Id, cancellationToken)).Head is { } other)
            {
                throw new CallerException(ErrorCodes.State.IdTaken, ("id", Text(head.Id)), ("name", other.Name));
            }
            var next = renamed is null || SameText(head, renamed) ? head : Next(head, renamed);
            CheckName(next.Name);
            var transaction = await TakeNameAsync(StoreTransaction.Empty, sort, next, before: null, cancellationToken);
            transaction = transaction.When(trashed.Key, trashed.ModRevision).When(DefinitionKeys.Head(sort, next.Id), 0).Delete(trashed.Key);
            if ((await store.CommitAsync(PutHead(transaction, sort, next, head), cancellationToken)).Succeeded)
            {
                return next.ToStored();
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask PurgeAsync(string sort, string trashId, CancellationToken cancellationToken = default)
    {
        var key = DefinitionKeys.Trash(sort, trashId);
        while (await store.GetAsync(key, cancellationToken) is { } trashed)
        {
            var history = DefinitionJson.Read<TrashRecord>(trashed).Head.History;
            var versions = (await store.RangeAsync(DefinitionKeys.Versions(sort, history), cancellationToken)).Entries;
            // The newest first and the trash entry last: what a crash leaves can be purged again.
            var transaction = versions.Reverse().Take(DeletesAtOnce)
                .Aggregate(StoreTransaction.Empty.When(key, trashed.ModRevision), (all, version) => all.Delete(version.Key));
            await store.CommitAsync(versions.Count > DeletesAtOnce ? transaction : transaction.Delete(key), cancellationToken);
        }
    }

    private async ValueTask<IReadOnlyList<TrashRecord>> TrashRecordsAsync(string sort, CancellationToken cancellationToken)
    {
        var trash = await store.RangeAsync(DefinitionKeys.Trash(sort), cancellationToken);
        return [.. trash.Entries.Reverse().Select(DefinitionJson.Read<TrashRecord>).OrderByDescending(record => record.At)];
    }
}
