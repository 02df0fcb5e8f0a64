namespace Pando.Linux.Spawn;

/// <summary>
/// A process that was started and waits before its program's first instruction. Disposing it without a release ends it.
/// </summary>
public sealed class WaitingProcess : IDisposable
{
    private readonly SpawnGate _gate;

    internal WaitingProcess(SpawnedProcess process, SpawnGate gate)
    {
        Process = process;
        _gate = gate;
    }

    /// <summary>The process, which stays the same one when it is released.</summary>
    public SpawnedProcess Process { get; }

    /// <summary>Waits until it has its user namespace, and says who there is in it.</summary>
    /// <exception cref="UserNamespaceException">It got none, and will not run.</exception>
    internal async Task FillUserNamespaceAsync(RunAs user, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            if (!await _gate.IsReachedAsync(limit, cancellationToken))
            {
                throw new UserNamespaceException("The kernel gave the process no user namespace.");
            }

            UserNamespace.Fill(Process.Pid, user);
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or TimeoutException or (IOException and not UserNamespaceException))
        {
            throw new UserNamespaceException(refused.Message, refused);
        }
    }

    /// <summary>Lets it execute its program.</summary>
    public void Release() => _gate.Release();

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();
}
