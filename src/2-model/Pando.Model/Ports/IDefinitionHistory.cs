using Pando.Model.State;

namespace Pando.Model.Ports;

/// <summary>
/// Definitions of one sort (machines, later networks and pools) with all their versions. A change is one
/// transaction of the store: it is wholly there or not at all, and on disk when answered.
/// </summary>
public interface IDefinitionHistory
{
    /// <summary>The current definition of everything of that sort, for start-up.</summary>
    /// <param name="sort">Such as <c>domain</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<StoredDefinition>> LoadAllAsync(string sort, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes a new version and the facts that go with the thing. Throws <c>state.conflict</c>
    /// (<see cref="Errors.CallerException"/>) when the current version is not <paramref name="expectedVersion"/>
    /// (0: it must not exist; null: whatever it is) and <c>state.name-taken</c> when another thing of the sort has
    /// the name. A change that leaves name and text as they are makes no version: the current one is answered.
    /// </summary>
    ValueTask<StoredDefinition> PutAsync(string sort, DefinitionChange change, int? expectedVersion, CancellationToken cancellationToken = default);

    /// <summary>Changes the facts only (autostart), without a new version. Throws <c>state.not-found</c>.</summary>
    ValueTask<StoredDefinition> SetFactsAsync(string sort, Guid id, IReadOnlyDictionary<string, string> facts, CancellationToken cancellationToken = default);

    /// <summary>All versions, oldest first, also of what is in the trash. Empty where nothing of that id is stored.</summary>
    ValueTask<IReadOnlyList<DefinitionVersion>> VersionsAsync(string sort, Guid id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Moves the definition with its versions to the trash, in one transaction; name and uuid are free afterwards.
    /// Throws <c>state.not-found</c>, and <c>state.conflict</c> when the current version is not
    /// <paramref name="expectedVersion"/> (null: whatever it is). Repeated with the same <paramref name="trashId"/>:
    /// answers what is there.
    /// </summary>
    ValueTask<TrashedDefinition> TrashAsync(
        string sort, Guid id, string trashId, Caller by, IReadOnlyList<TrashedFile> files, int? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>What is in the trash, newest first.</summary>
    ValueTask<IReadOnlyList<TrashedDefinition>> ListTrashAsync(string sort, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes a definition with its versions back out of the trash, under its old id, in one transaction: just as it
    /// was, or with one more version where <paramref name="renamed"/> gives it another name. Throws
    /// <c>state.not-in-trash</c>, <c>state.name-taken</c> where the name has been given away, and
    /// <c>state.id-taken</c> where something of that uuid has been stored since.
    /// </summary>
    ValueTask<StoredDefinition> RestoreAsync(string sort, string trashId, DefinitionChange? renamed, CancellationToken cancellationToken = default);

    /// <summary>Forgets a trashed definition and its versions for good. What is gone already is no error.</summary>
    ValueTask PurgeAsync(string sort, string trashId, CancellationToken cancellationToken = default);
}

/// <summary>What is written as a new version.</summary>
public sealed record DefinitionChange(Guid Id, string Name, string Text, string Change, Caller By);

/// <summary>A definition as the store has it.</summary>
/// <param name="Id">Its uuid.</param>
/// <param name="Name">Unique within its sort.</param>
/// <param name="Text">The normalised text of the current version.</param>
/// <param name="Version">The number of the current version.</param>
/// <param name="Facts">What goes with the thing and is no part of its definition: autostart=yes.</param>
public sealed record StoredDefinition(Guid Id, string Name, string Text, int Version, IReadOnlyDictionary<string, string> Facts);

/// <summary>A definition in the trash, with the files that went there with it.</summary>
public sealed record TrashedDefinition(string TrashId, StoredDefinition Definition, DateTimeOffset At, string By, IReadOnlyList<TrashedFile> Files);

/// <summary>A file in the trash.</summary>
/// <param name="Original">Where it was and is restored to.</param>
/// <param name="Trashed">Where it is.</param>
/// <param name="Bytes">What it takes on disk.</param>
public sealed record TrashedFile(string Original, string Trashed, long Bytes);
