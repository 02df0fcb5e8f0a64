using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Model.State;
using Pando.State.Definitions;

namespace Pando.State;

/// <summary>
/// Definitions, their versions, their names and their trash in a revisioned store. A change reads what it stands on,
/// then commits under the condition that this is still so; when it is not, it looks again.
/// </summary>
/// <param name="store">Where they are.</param>
/// <param name="time">Says when a version was made.</param>
public sealed partial class DefinitionHistory(IRevisionedStore store, TimeProvider time) : IDefinitionHistory
{
    private const int MostNameBytes = 512;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StoredDefinition>> LoadAllAsync(string sort, CancellationToken cancellationToken = default)
    {
        var heads = await store.RangeAsync(DefinitionKeys.Heads(sort), cancellationToken);
        return [.. heads.Entries.Select(entry => DefinitionJson.Read<DefinitionHead>(entry).ToStored())];
    }

    /// <inheritdoc/>
    public async ValueTask<StoredDefinition> PutAsync(
        string sort, DefinitionChange change, int? expectedVersion, CancellationToken cancellationToken = default)
    {
        CheckName(change.Name);
        while (true)
        {
            var (entry, head) = await HeadAsync(sort, change.Id, cancellationToken);
            if (expectedVersion is { } expected && expected != (head?.Version ?? 0))
            {
                throw new CallerException(
                    ErrorCodes.State.Conflict, ("name", head?.Name ?? change.Name), ("expected", Number(expected)), ("current", Number(head?.Version ?? 0)));
            }
            if (head is not null && SameText(head, change))
            {
                return head.ToStored();
            }
            var next = new DefinitionHead(
                change.Id, change.Name, change.Text, (head?.Version ?? 0) + 1, head?.History ?? Guid.CreateVersion7(time.GetUtcNow()),
                head?.Facts ?? ImmutableDictionary<string, string>.Empty);
            var transaction = await TakeNameAsync(StoreTransaction.Empty, sort, next, head?.Name, cancellationToken);
            transaction = PutVersion(transaction.When(DefinitionKeys.Head(sort, change.Id), entry?.ModRevision ?? 0), sort, next, change);
            if ((await store.CommitAsync(transaction, cancellationToken)).Succeeded)
            {
                return next.ToStored();
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<StoredDefinition> SetFactsAsync(
        string sort, Guid id, IReadOnlyDictionary<string, string> facts, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var (entry, head) = await HeadAsync(sort, id, cancellationToken);
            if (entry is null || head is null)
            {
                throw NotFound(id);
            }
            var next = head with { Facts = facts.ToImmutableDictionary(StringComparer.Ordinal) };
            var transaction = StoreTransaction.Empty.When(entry.Key, entry.ModRevision).Put(entry.Key, DefinitionJson.Write(next));
            if ((await store.CommitAsync(transaction, cancellationToken)).Succeeded)
            {
                return next.ToStored();
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<DefinitionVersion>> VersionsAsync(string sort, Guid id, CancellationToken cancellationToken = default)
    {
        var (_, head) = await HeadAsync(sort, id, cancellationToken);
        head ??= (await TrashRecordsAsync(sort, cancellationToken)).FirstOrDefault(record => record.Head.Id == id)?.Head;
        if (head is null)
        {
            return [];
        }
        var versions = await store.RangeAsync(DefinitionKeys.Versions(sort, head.History), cancellationToken);
        return [.. versions.Entries.Select(entry => DefinitionJson.Read<VersionRecord>(entry).ToVersion())];
    }

    private async ValueTask<(StoreEntry? Entry, DefinitionHead? Head)> HeadAsync(string sort, Guid id, CancellationToken cancellationToken)
    {
        var entry = await store.GetAsync(DefinitionKeys.Head(sort, id), cancellationToken);
        return (entry, entry is null ? null : DefinitionJson.Read<DefinitionHead>(entry));
    }

    /// <summary>Adds to the transaction that the thing has its name, and no longer the one it had before.</summary>
    private async ValueTask<StoreTransaction> TakeNameAsync(
        StoreTransaction transaction, string sort, DefinitionHead next, string? before, CancellationToken cancellationToken)
    {
        var key = DefinitionKeys.Name(sort, next.Name);
        var holder = await store.GetAsync(key, cancellationToken);
        if (holder is not null && Encoding.ASCII.GetString(holder.Value.Span) is var other && !string.Equals(other, Text(next.Id), StringComparison.Ordinal))
        {
            throw new CallerException(ErrorCodes.State.NameTaken, ("name", next.Name), ("id", other));
        }
        if (before is not null && !string.Equals(before, next.Name, StringComparison.Ordinal))
        {
            transaction = transaction.Delete(DefinitionKeys.Name(sort, before));
        }
        return holder is null ? transaction.When(key, 0).Put(key, Encoding.ASCII.GetBytes(Text(next.Id))) : transaction.When(key, holder.ModRevision);
    }

    private StoreTransaction PutVersion(StoreTransaction transaction, string sort, DefinitionHead next, DefinitionChange change) => transaction
        .Put(DefinitionKeys.Head(sort, next.Id), DefinitionJson.Write(next))
        .Put(
            DefinitionKeys.Version(sort, next.History, next.Version),
            DefinitionJson.Write(new VersionRecord(
                next.Version, time.GetUtcNow(), change.By.Name, change.By.Uid, change.By.Reason, change.Change, change.Text)));

    private static bool SameText(DefinitionHead head, DefinitionChange change) =>
        string.Equals(head.Name, change.Name, StringComparison.Ordinal) && string.Equals(head.Text, change.Text, StringComparison.Ordinal);

    /// <summary>A name is part of a key, whose length the store limits.</summary>
    private static void CheckName(string name)
    {
        if (name.Length == 0 || Encoding.UTF8.GetByteCount(name) > MostNameBytes)
        {
            throw new CallerException(
                ErrorCodes.Request.Invalid, ("what", "name"), ("reason", $"1–{MostNameBytes} bytes"));
        }
    }

    private static string Text(Guid id) => id.ToString("D");

    private static string Number(int version) => version.ToString(CultureInfo.InvariantCulture);

    private static CallerException NotFound(Guid id) => new(ErrorCodes.State.NotFound, ("id", Text(id)));
}
