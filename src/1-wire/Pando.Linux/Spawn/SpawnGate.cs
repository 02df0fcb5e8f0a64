using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace Pando.Linux.Spawn;

/// <summary>
/// A pipe that a started process waits at. What waits is a shell that reads one line and executes its arguments in its own place: no
/// program of util-linux waits for its starter, and between fork and exec no code of ours can run.
/// </summary>
internal sealed class SpawnGate : IDisposable
{
    /// <summary>The end of the pipe without a line (its starter died) ends the shell. Standard input is /dev/null afterwards.</summary>
    public static readonly IReadOnlyList<string> Shell = ["/bin/sh", "-c", "read -r go && exec \"$@\" </dev/null", "sh"];

    private readonly AnonymousPipeServerStream _pipe;

    private SpawnGate(AnonymousPipeServerStream pipe) => _pipe = pipe;

    public SafeHandle ChildEnd => _pipe.ClientSafePipeHandle;

    public static SpawnGate Open() => new(new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.None));

    /// <summary>Lets it through. That it has ended meanwhile is no error: whoever waits for its exit hears of it.</summary>
    public void Release()
    {
        try
        {
            _pipe.Write("\n"u8);
        }
        catch (IOException)
        {
            // EPIPE: nobody waits any more.
        }
    }

    public void Dispose() => _pipe.Dispose();
}
