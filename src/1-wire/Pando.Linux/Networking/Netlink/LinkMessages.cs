using System.Buffers.Binary;

namespace Pando.Linux.Networking.Netlink;

/// <summary>The form of messages about devices (linux/rtnetlink.h, linux/if_link.h).</summary>
internal static class LinkMessages
{
    public const ushort NewLink = 16;
    public const ushort DeleteLink = 17;
    public const ushort GetLink = 18;
    public const ushort SetLink = 19;
    public const ushort LinkMaster = 10;
    public const ushort ProtocolInfo = 12;
    public const ushort Nested = 0x8000;
    public const byte AfBridge = 7;
    public const int LinkBytes = 16;

    /// <summary>struct ifinfomsg.</summary>
    public static byte[] Link(int index, uint flags = 0, uint change = 0, byte family = 0)
    {
        byte[] part = new byte[LinkBytes];
        part[0] = family;
        BinaryPrimitives.WriteInt32LittleEndian(part.AsSpan(4), index);
        BinaryPrimitives.WriteUInt32LittleEndian(part.AsSpan(8), flags);
        BinaryPrimitives.WriteUInt32LittleEndian(part.AsSpan(12), change);
        return part;
    }
}
