using System.Text;
using Pando.Model.State;

namespace Pando.StoreConformance;

/// <summary>What a store is meant to be, in memory and obviously right.</summary>
internal sealed class StoreModel
{
    private readonly Dictionary<string, StoreEntry> _entries = new(StringComparer.Ordinal);

    public long Revision { get; private set; }

    public List<StoreChange> Changes { get; } = [];

    public long ModRevision(string key) => _entries.TryGetValue(key, out var entry) ? entry.ModRevision : 0;

    public StoreCommit Commit(StoreTransaction transaction)
    {
        if (!transaction.Conditions.All(condition => ModRevision(condition.Key) == condition.ModRevision))
        {
            return new StoreCommit(false, Revision);
        }
        var changes = transaction.Operations
            .Where(operation => operation.Value is not null || _entries.ContainsKey(operation.Key))
            .Select(operation => new StoreChange(Revision + 1, operation.Key, Next(operation)))
            .ToList();
        foreach (var change in changes)
        {
            _entries.Remove(change.Key);
            if (change.Entry is not null)
            {
                _entries.Add(change.Key, change.Entry);
            }
        }
        Changes.AddRange(changes);
        Revision += changes.Count > 0 ? 1 : 0;
        return new StoreCommit(true, Revision);
    }

    public IReadOnlyList<StoreEntry> Range(string prefix) =>
    [
        .. _entries.Values
            .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(entry => Convert.ToHexString(Encoding.UTF8.GetBytes(entry.Key)), StringComparer.Ordinal),
    ];

    private StoreEntry? Next(StoreOperation operation)
    {
        if (operation.Value is not { } value)
        {
            return null;
        }
        var before = _entries.GetValueOrDefault(operation.Key);
        return new StoreEntry(operation.Key, value, before?.CreateRevision ?? Revision + 1, Revision + 1, (before?.Version ?? 0) + 1);
    }
}
