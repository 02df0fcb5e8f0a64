using System.Runtime.InteropServices;

namespace Pando.Libvirt.Framing;

/// <summary>
/// A connection over which open descriptors pass beside the bytes: behind the packet that they belong to, each with one byte of
/// its own that means nothing (virNetMessage's <c>nfds</c>). A <see cref="PacketChannel"/> over a stream that is none takes a
/// packet with descriptors for one without.
/// </summary>
public interface IDescriptorStream
{
    /// <summary>The next descriptor that came, in the order they were sent; null where none did. Whoever takes it owns it.</summary>
    SafeHandle? TryTakeDescriptor();

    /// <summary>Sends a descriptor with its byte; the caller keeps its own copy.</summary>
    /// <exception cref="IOException">The connection failed.</exception>
    ValueTask SendDescriptorAsync(SafeHandle descriptor, CancellationToken cancellationToken);
}
