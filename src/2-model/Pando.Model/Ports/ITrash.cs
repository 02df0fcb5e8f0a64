namespace Pando.Model.Ports;

/// <summary>The trash of one sort of things.</summary>
public interface ITrash
{
    /// <summary>What is in it, newest first.</summary>
    Task<IReadOnlyList<TrashedDefinition>> ListTrashAsync(CancellationToken cancellationToken = default);

    /// <summary>Deletes one thing in it for good, with all that went there with it.</summary>
    Task PurgeAsync(string trashId, Caller by, CancellationToken cancellationToken = default);
}
