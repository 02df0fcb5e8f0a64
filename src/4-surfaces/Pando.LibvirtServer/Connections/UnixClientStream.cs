using System.Net.Sockets;
using System.Runtime.InteropServices;
using Pando.Libvirt.Framing;
using Pando.Linux.Sockets;

namespace Pando.LibvirtServer.Connections;

/// <summary>A client's unix socket, over which descriptors pass. At most a packet's worth of those that came waits to be taken.</summary>
internal sealed class UnixClientStream(Socket socket) : NetworkStream(socket, ownsSocket: true), IDescriptorStream
{
    private static readonly byte[] Companion = [0];

    private readonly Queue<SafeHandle> _came = new();

    /// <inheritdoc/>
    public SafeHandle? TryTakeDescriptor() => _came.TryDequeue(out var descriptor) ? descriptor : null;

    /// <inheritdoc/>
    public async ValueTask SendDescriptorAsync(SafeHandle descriptor, CancellationToken cancellationToken) =>
        await DescriptorPassing.SendAsync(Socket, Companion, [descriptor], cancellationToken);

    /// <summary>Reads as any stream does, and keeps the descriptors that come along.</summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (TryReceive(buffer.Span) is { } count)
            {
                return count;
            }
            try
            {
                // Nothing is read by this: it comes back when something could be.
                await Socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, cancellationToken);
            }
            catch (SocketException e)
            {
                throw new IOException(e.Message, e);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            while (_came.TryDequeue(out var descriptor))
            {
                descriptor.Dispose();
            }
        }
        base.Dispose(disposing);
    }

    private int? TryReceive(Span<byte> buffer)
    {
        try
        {
            if (DescriptorPassing.TryReceive(Socket, buffer, Packet.MaxDescriptors) is not { } received)
            {
                return null;
            }
            foreach (var descriptor in received.Descriptors)
            {
                _came.Enqueue(descriptor);
            }
            return _came.Count <= Packet.MaxDescriptors ? received.ByteCount : throw new IOException("More descriptors came than a packet has.");
        }
        catch (InvalidDataException e)
        {
            throw new IOException(e.Message, e);
        }
    }
}
