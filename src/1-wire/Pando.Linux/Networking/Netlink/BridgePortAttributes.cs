namespace Pando.Linux.Networking.Netlink;

/// <summary>What a bridge says of a port, and is told (linux/if_link.h, <c>IFLA_BRPORT_…</c>).</summary>
internal static class BridgePortAttributes
{
    public const ushort PortState = 1;
    public const ushort PortPriority = 2;
    public const ushort PortCost = 3;
    public const ushort PortHairpin = 4;
    public const ushort PortGuard = 5;
    public const ushort PortLearns = 8;
    public const ushort PortFloods = 9;
    public const ushort PortForgets = 24;
    public const ushort PortIsolated = 33;
}
