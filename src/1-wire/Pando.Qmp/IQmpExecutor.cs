namespace Pando.Qmp;

/// <summary>What commands can be sent to: a session, or whoever keeps one.</summary>
public interface IQmpExecutor
{
    /// <summary>Executes a command and waits for its result.</summary>
    /// <param name="verb">The command with its arguments.</param>
    /// <param name="limit">How long to wait; null for the usual limit.</param>
    /// <param name="cancellationToken">Stops the waiting; QEMU may carry the command out all the same.</param>
    /// <exception cref="QmpException">QEMU refused, did not answer, or is gone.</exception>
    Task<TResult> ExecuteAsync<TResult>(QmpVerb<TResult> verb, TimeSpan? limit = null, CancellationToken cancellationToken = default);
}
