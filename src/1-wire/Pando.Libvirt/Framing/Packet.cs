using System.Runtime.InteropServices;

namespace Pando.Libvirt.Framing;

/// <summary>One message on the wire.</summary>
/// <param name="Header">What it is.</param>
/// <param name="Payload">What it says, not decoded yet.</param>
/// <param name="Descriptors">What came with it; whoever takes the packet owns them. Null where none did.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Packet(PacketHeader Header, ReadOnlyMemory<byte> Payload, IReadOnlyList<SafeHandle>? Descriptors = null)
{
    /// <summary>The most bytes a payload can have (<c>VIR_NET_MESSAGE_PAYLOAD_MAX</c>).</summary>
    public const int MaxPayloadBytes = 33_554_408;

    /// <summary>The most descriptors that can come with one (<c>VIR_NET_MESSAGE_NUM_FDS_MAX</c>).</summary>
    public const int MaxDescriptors = 32;

    /// <summary>Decodes the payload, all of it. Throws <see cref="XdrException"/>.</summary>
    public T Decode<T>()
        where T : IXdrValue<T>
    {
        var reader = new XdrReader(Payload.Span);
        var value = T.Read(ref reader);
        reader.RequireEnd();
        return value;
    }
}
