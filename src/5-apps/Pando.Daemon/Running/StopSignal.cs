using System.Runtime.InteropServices;

namespace Pando.Daemon.Running;

/// <summary>SIGTERM and SIGINT end the daemon, SIGHUP lets it read its settings again.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly TaskCompletionSource<PosixSignal> _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignal(Action reload) => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop),
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            reload();
        }),
    ];

    /// <summary>Cancelled with the first of them.</summary>
    public CancellationToken Token => _stopping.Token;

    /// <summary>Which one it was.</summary>
    public Task<PosixSignal> Arrived => _stop.Task;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
        _stopping.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        // First: what is cancelled may throw.
        _stop.TrySetResult(context.Signal);
        _stopping.Cancel();
    }
}
