namespace Pando.Libvirt.Protocol;

/// <summary>Zeros within a stream that are not sent one by one (<c>virNetStreamHole</c>).</summary>
/// <param name="Length">How many bytes.</param>
/// <param name="Flags">None are known.</param>
public sealed record StreamHole(long Length, uint Flags = 0) : IXdrValue<StreamHole>
{
    /// <inheritdoc/>
    public static StreamHole Read(ref XdrReader reader)
    {
        var hole = new StreamHole(reader.ReadInt64(), reader.ReadUInt32());
        return hole.Length >= 0 ? hole : throw new XdrException($"A hole of {hole.Length} bytes is none.");
    }

    /// <inheritdoc/>
    public void Write(XdrWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteInt64(Length);
        writer.WriteUInt32(Flags);
    }
}
