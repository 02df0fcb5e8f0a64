using System.Runtime.InteropServices;

namespace Pando.Cli.Terminal;

/// <summary>
/// The signals that ask to leave. The first cancels <see cref="Token"/>; a second one ends the process at once, after
/// <see cref="BeforeDeath"/>.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _asked = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _signal;
    private bool _othersInterrupt;

    public Interrupts()
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP })
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, Handle));
        }
    }

    public CancellationToken Token => _asked.Token;

    /// <summary>128 and the signal's number, as a shell reports it; 0 before there was one.</summary>
    public int ExitCode => _signal == 0 ? 0 : 128 + _signal;

    /// <summary>What must be put right even then, such as the terminal.</summary>
    public Action? BeforeDeath { get; set; }

    /// <summary>Waits for a program that has the terminal. Ctrl-C is sent to all that are in it, but meant for that program.</summary>
    public async Task LeaveToAsync(Func<Task> program)
    {
        Volatile.Write(ref _othersInterrupt, true);
        try
        {
            await program();
        }
        finally
        {
            Volatile.Write(ref _othersInterrupt, false);
        }
    }

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _asked.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        if (context.Signal == PosixSignal.SIGINT && Volatile.Read(ref _othersInterrupt))
        {
            context.Cancel = true;
            return;
        }
        var number = context.Signal switch
        {
            PosixSignal.SIGHUP => 1,
            PosixSignal.SIGTERM => 15,
            _ => 2,
        };
        if (Interlocked.CompareExchange(ref _signal, number, 0) == 0)
        {
            context.Cancel = true;
            _asked.Cancel();
        }
        else
        {
            BeforeDeath?.Invoke();
        }
    }
}
