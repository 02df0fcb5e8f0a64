using System.Runtime.InteropServices;

namespace Pando.Libvirt.Framing;

/// <summary>What a packet is.</summary>
public enum PacketType
{
    /// <summary>The client calls.</summary>
    Call = 0,

    /// <summary>The server answers a call.</summary>
    Reply = 1,

    /// <summary>The server says something by itself, or either side pings.</summary>
    Message = 2,

    /// <summary>A piece of a stream, or its end.</summary>
    Stream = 3,

    /// <summary>A call that descriptors come with.</summary>
    CallWithDescriptors = 4,

    /// <summary>An answer that descriptors come with.</summary>
    ReplyWithDescriptors = 5,

    /// <summary>A piece of a stream that is nothing but zeros.</summary>
    StreamHole = 6,
}

/// <summary>How it went.</summary>
public enum PacketStatus
{
    /// <summary>Well; of a stream: that was all.</summary>
    Ok = 0,

    /// <summary>Not: an error is the payload.</summary>
    Error = 1,

    /// <summary>More of the stream follows.</summary>
    Continue = 2,
}

/// <summary>What stands before a packet's payload (<c>virNetMessageHeader</c>).</summary>
/// <param name="Program">The program's number.</param>
/// <param name="Version">The program's version.</param>
/// <param name="Procedure">The procedure's number.</param>
/// <param name="Type">What the packet is.</param>
/// <param name="Serial">The call it belongs to; 0 for messages.</param>
/// <param name="Status">How it went.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PacketHeader(uint Program, uint Version, int Procedure, PacketType Type, uint Serial, PacketStatus Status)
{
    /// <summary>Its length on the wire.</summary>
    public const int Bytes = 24;

    /// <summary>Reads one. Throws <see cref="XdrException"/> for a type or a status that is none.</summary>
    public static PacketHeader Read(ref XdrReader reader)
    {
        var header = new PacketHeader(
            reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadInt32(), (PacketType)reader.ReadInt32(), reader.ReadUInt32(), (PacketStatus)reader.ReadInt32());
        return Enum.IsDefined(header.Type) && Enum.IsDefined(header.Status)
            ? header
            : throw new XdrException($"A packet of type {(int)header.Type} and status {(int)header.Status} is none.");
    }

    /// <summary>Writes it.</summary>
    public void Write(XdrWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteUInt32(Program);
        writer.WriteUInt32(Version);
        writer.WriteInt32(Procedure);
        writer.WriteInt32((int)Type);
        writer.WriteUInt32(Serial);
        writer.WriteInt32((int)Status);
    }
}
