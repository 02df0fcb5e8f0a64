using System.IO.Pipes;
using System.Runtime.InteropServices;
using Pando.Linux.Spawn;

namespace Pando.Storage.Programs;

/// <summary>A pipe that a child writes into. Waiting for it takes no thread and ends with its token.</summary>
internal sealed class OutputPipe : IDisposable
{
    private readonly AnonymousPipeServerStream _pipe = new(PipeDirection.In, HandleInheritability.None);

    /// <summary>What the child gets.</summary>
    public SafeHandle WriteEnd => _pipe.ClientSafePipeHandle;

    /// <summary>Gives up our copy of the write end, once the child has its own: the end of output shows only then.</summary>
    public void Started() => _pipe.DisposeLocalCopyOfClientHandle();

    /// <summary>Reads what is there; 0 at the end.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        await FdWatcher.Shared.WaitAsync(_pipe.SafePipeHandle, FdEvents.Readable, cancellationToken);
        // There is something, or the end: this returns at once.
        return _pipe.Read(buffer.Span);
    }

    public void Dispose() => _pipe.Dispose();
}
