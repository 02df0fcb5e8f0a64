using System.Net.Sockets;
using System.Runtime.InteropServices;
using Pando.Linux.Sockets;

namespace Pando.Linux.Spawn;

/// <summary>
/// A connection that a started process waits at. What waits is a shell that reads one line and executes its arguments in its own place:
/// no program of util-linux waits for its starter, and between fork and exec no code of ours can run.
/// </summary>
internal sealed class SpawnGate : IDisposable
{
    /// <summary>The end of the connection without a line (its starter died) ends the shell. Standard input is /dev/null afterwards.</summary>
    public static readonly IReadOnlyList<string> Shell = ["/bin/sh", "-c", "read -r go && exec \"$@\" </dev/null", "sh"];

    /// <summary>The same, and it says a line when it is there: what was executed before it has succeeded.</summary>
    public static readonly IReadOnlyList<string> AnnouncingShell = ["/bin/sh", "-c", "echo >&0 && read -r go && exec \"$@\" </dev/null", "sh"];

    private readonly Socket _ours;
    private readonly Socket _theirs;

    private SpawnGate(Socket ours, Socket theirs)
    {
        _ours = ours;
        _theirs = theirs;
    }

    public SafeHandle ChildEnd => _theirs.SafeHandle;

    public static SpawnGate Open()
    {
        (Socket ours, Socket theirs) = UnixPair.Open();
        return new SpawnGate(ours, theirs);
    }

    /// <summary>To be called once the child has it: then its end is the connection's.</summary>
    public void CloseChildEnd() => _theirs.Dispose();

    /// <summary>Waits until the shell has announced itself. False: the process has ended before.</summary>
    /// <exception cref="TimeoutException">It did neither in time.</exception>
    public async Task<bool> IsReachedAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        await FdWatcher.Shared.WaitAsync(_ours.SafeHandle, FdEvents.Readable, cancellationToken).WaitAsync(limit, cancellationToken);
        byte[] line = new byte[1];
        try
        {
            return _ours.Receive(line) > 0;
        }
        catch (SocketException)
        {
            // ECONNRESET: it ended.
            return false;
        }
    }

    /// <summary>Lets it through. That it has ended meanwhile is no error: whoever waits for its exit hears of it.</summary>
    public void Release()
    {
        try
        {
            _ours.Send("\n"u8);
        }
        catch (SocketException)
        {
            // EPIPE: nobody waits any more.
        }
    }

    public void Dispose()
    {
        _theirs.Dispose();
        _ours.Dispose();
    }
}
