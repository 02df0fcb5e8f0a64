namespace Pando.Linux.Spawn;

/// <summary>A child that was started. Disposing it gives up the hold, not the process.</summary>
/// <param name="Pid">The process number.</param>
/// <param name="Handle">Signals it and waits for its exit.</param>
/// <param name="Identity">What finds it again after a restart of this process.</param>
public sealed record SpawnedProcess(int Pid, PidFd Handle, ProcessIdentity Identity) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();
}
