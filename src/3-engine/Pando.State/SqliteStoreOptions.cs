namespace Pando.State;

/// <summary>How much of the past a store keeps for watches: whichever limit is reached first.</summary>
/// <param name="HistoryChanges">So many changes.</param>
/// <param name="HistoryBytes">So many bytes of values.</param>
public sealed record SqliteStoreOptions(long HistoryChanges = 10_000, long HistoryBytes = 64L << 20)
{
    /// <summary>For definitions: enough for any watcher to come back to.</summary>
    public static SqliteStoreOptions Definitions { get; } = new();

    /// <summary>For the journal of jobs, which nobody watches for long.</summary>
    public static SqliteStoreOptions Journal { get; } = new(HistoryChanges: 100, HistoryBytes: 1 << 20);
}
