namespace Pando.Model.State;

/// <summary>One key and its value, with the revisions of the store that made it. The words are etcd's.</summary>
/// <param name="Key">The full key, such as <c>domains/&lt;uuid&gt;</c>.</param>
/// <param name="Value">The bytes put there.</param>
/// <param name="CreateRevision">The store's revision when the key last came into being.</param>
/// <param name="ModRevision">The store's revision when it was last put.</param>
/// <param name="Version">How often it was put since it came into being; 1 at first.</param>
public sealed record StoreEntry(string Key, ReadOnlyMemory<byte> Value, long CreateRevision, long ModRevision, long Version);

/// <summary>Everything under a prefix at one revision.</summary>
/// <param name="Revision">The store's revision that the entries belong to: where a watch goes on from.</param>
/// <param name="Entries">In the order of their keys (bytes of UTF-8).</param>
public sealed record StoreSnapshot(long Revision, IReadOnlyList<StoreEntry> Entries);

/// <summary>One change, as a watcher sees it.</summary>
/// <param name="Revision">The revision the change made.</param>
/// <param name="Key">The key.</param>
/// <param name="Entry">The new entry; null when it was deleted.</param>
public sealed record StoreChange(long Revision, string Key, StoreEntry? Entry);
