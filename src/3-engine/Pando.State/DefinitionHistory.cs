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
            if (expectedVersion is { } expected && expected != (head?.Current.Number ?? 0))
            {
                throw Conflict(head?.Name ?? change.Name, expected, head?.Current.Number ?? 0);
            }
            if (head is not null && SameText(head, change))
            {
                return head.ToStored();
            }
            var next = head is null ? First(change) : Next(head, change);
            var transaction = await TakeNameAsync(StoreTransaction.Empty, sort, next, head?.Name, cancellationToken);
            transaction = PutHead(transaction.When(DefinitionKeys.Head(sort, change.Id), entry?.ModRevision ?? 0), sort, next, head);
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
        var earlier = await store.RangeAsync(DefinitionKeys.Versions(sort, head.History), cancellationToken);
        return
        [
            .. earlier.Entries.Select(DefinitionJson.Read<VersionRecord>)
                .Append(head.Current)
                // The head may have been replaced between the two reads.
                .DistinctBy(version => version.Number)
                .OrderBy(version => version.Number)
                .Select(version => version.ToVersion()),
        ];
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

    private DefinitionHead First(DefinitionChange change) => new(
        change.Id, change.Name, Guid.CreateVersion7(time.GetUtcNow()), ImmutableDictionary<string, string>.Empty, Version(change, 1));

    private DefinitionHead Next(DefinitionHead head, DefinitionChange change) =>
        head with { Name = change.Name, Current = Version(change, head.Current.Number + 1) };

    private VersionRecord Version(DefinitionChange change, int number) =>
        new(number, time.GetUtcNow(), change.By.Name, change.By.Uid, change.By.Reason, change.Change, change.Text);

    /// <summary>Puts the head; the version that it replaces, where it does, becomes an earlier one.</summary>
    private static StoreTransaction PutHead(StoreTransaction transaction, string sort, DefinitionHead next, DefinitionHead? before)
    {
        transaction = transaction.Put(DefinitionKeys.Head(sort, next.Id), DefinitionJson.Write(next));
        return before is null || before.Current.Number == next.Current.Number
            ? transaction
            : transaction.Put(DefinitionKeys.Version(sort, before.History, before.Current.Number), DefinitionJson.Write(before.Current));
    }

    private static bool SameText(DefinitionHead head, DefinitionChange change) =>
        string.Equals(head.Name, change.Name, StringComparison.Ordinal) && string.Equals(head.Current.Text, change.Text, StringComparison.Ordinal);

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

    private static CallerException Conflict(string name, int expected, int current) =>
        new(ErrorCodes.State.Conflict, ("name", name), ("expected", Number(expected)), ("current", Number(current)));

    private static CallerException NotFound(Guid id) => new(ErrorCodes.State.NotFound, ("id", Text(id)));
}
