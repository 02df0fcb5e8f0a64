using Pando.Libvirt.Framing;

namespace Pando.Libvirt.Protocol;

/// <summary>Libvirt's program <c>KEEPALIVE</c>: who is asked whether it is still there says so at once.</summary>
public static class KeepAlive
{
    /// <summary>Its number on the wire.</summary>
    public const uint Number = 0x6b656570;

    /// <summary>Its only version.</summary>
    public const uint Version = 1;

    private const int PingProcedure = 1;
    private const int PongProcedure = 2;

    /// <summary>Are you there?</summary>
    public static PacketHeader Ping { get; } = new(Number, Version, PingProcedure, PacketType.Message, 0, PacketStatus.Ok);

    /// <summary>Here I am.</summary>
    public static PacketHeader Pong { get; } = new(Number, Version, PongProcedure, PacketType.Message, 0, PacketStatus.Ok);

    /// <summary>Whether a packet asks.</summary>
    public static bool IsPing(PacketHeader header) => header == Ping;

    /// <summary>Whether a packet is of this program.</summary>
    public static bool Owns(PacketHeader header) => header.Program == Number;
}
