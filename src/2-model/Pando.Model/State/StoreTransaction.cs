using System.Collections.Immutable;

namespace Pando.Model.State;

/// <summary>
/// What must be true, and what is then done, all or nothing. A transaction whose comparison fails does nothing.
/// </summary>
/// <param name="Conditions">All of them must hold.</param>
/// <param name="Operations">Done in order, under one new revision.</param>
public sealed record StoreTransaction(ImmutableArray<StoreCondition> Conditions, ImmutableArray<StoreOperation> Operations)
{
    /// <summary>No condition, nothing to do.</summary>
    public static StoreTransaction Empty { get; } = new([], []);

    /// <summary>Also requires that the key was last changed at this revision; 0 means that it must not exist.</summary>
    public StoreTransaction When(string key, long modRevision) => this with { Conditions = Conditions.Add(new StoreCondition(key, modRevision)) };

    /// <summary>Also puts a value.</summary>
    public StoreTransaction Put(string key, ReadOnlyMemory<byte> value) => this with { Operations = Operations.Add(new StoreOperation(key, value)) };

    /// <summary>Also deletes a key; deleting what is not there is no error.</summary>
    public StoreTransaction Delete(string key) => this with { Operations = Operations.Add(new StoreOperation(key, null)) };
}

/// <summary>Holds when the key's ModRevision is this; 0 stands for a key that does not exist.</summary>
public sealed record StoreCondition(string Key, long ModRevision);

/// <summary>A put, or a delete where <paramref name="Value"/> is null.</summary>
public sealed record StoreOperation(string Key, ReadOnlyMemory<byte>? Value);

/// <summary>The outcome of a transaction.</summary>
/// <param name="Succeeded">False when a condition did not hold: nothing was done.</param>
/// <param name="Revision">The store's revision after it.</param>
public sealed record StoreCommit(bool Succeeded, long Revision);
