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

    /// <summary>Lets it execute its program.</summary>
    public void Release() => _gate.Release();

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();
}
