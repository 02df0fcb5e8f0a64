using System.IO.Pipes;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Pando.Linux.Spawn;

namespace Pando.Storage.Programs;

/// <summary>A pipe that a child writes into. Waiting for it takes no thread and ends with its token.</summary>
internal sealed class OutputPipe : IDisposable
{
    private readonly AnonymousPipeServerStream _pipe = new(PipeDirection.In, HandleInheritability.None);
    private readonly SafeFileHandle _read;

    public OutputPipe() => _read = new SafeFileHandle(_pipe.SafePipeHandle.DangerousGetHandle(), ownsHandle: false);

    /// <summary>What the child gets.</summary>
    public SafeHandle WriteEnd => _pipe.ClientSafePipeHandle;

    /// <summary>Gives up our copy of the write end, once the child has its own: the end of output shows only then.</summary>
    public void Started() => _pipe.DisposeLocalCopyOfClientHandle();

    /// <summary>Reads what is there; 0 at the end.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        await FdWatcher.Shared.WaitAsync(_read, FdEvents.Readable, cancellationToken);
        return RandomAccess.Read(_read, buffer.Span, 0);
    }

    public void Dispose()
    {
        _read.Dispose();
        _pipe.Dispose();
    }
}
