using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;
using Pando.Linux.Sockets;

namespace Pando.ScriptedQemu;

/// <summary>Reads a monitor's connection and keeps the descriptors that come along, in their order.</summary>
internal sealed class DescriptorStream(Socket socket) : Stream
{
    private readonly Queue<SafeFileHandle> _received = new();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>The next one; null where none came.</summary>
    public SafeFileHandle? Next() => _received.TryDequeue(out SafeFileHandle? next) ? next : null;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ReceivedDescriptors received = await DescriptorPassing.ReceiveAsync(socket, buffer, cancellationToken: cancellationToken);
        foreach (Pando.Linux.Descriptor descriptor in received.Descriptors)
        {
            _received.Enqueue(new SafeFileHandle(descriptor.DangerousGetHandle(), ownsHandle: true));
            descriptor.SetHandleAsInvalid();
        }

        return received.ByteCount;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
