using Pando.Model.Domains.Devices;

namespace Pando.Model.Networks;

/// <summary>
/// Ports of the host that lead to a guest of a network. libvirt's format has none; they stand in the network's <c>metadata</c>
/// (<c>forwards</c> in <c>urn:pando:network</c>), where other programs leave them alone.
/// </summary>
/// <param name="Protocol">TCP or UDP.</param>
/// <param name="FirstPort">The first port of the host.</param>
/// <param name="LastPort">The last one.</param>
/// <param name="Target">The guest's address.</param>
/// <param name="TargetPort">The guest's port for the first one; those behind it follow.</param>
/// <param name="Address">Only on this address of the host; null is all but the loopback.</param>
public sealed record HostPortForward(PortProtocol Protocol, int FirstPort, int LastPort, string Target, int TargetPort, string? Address = null)
{
    /// <summary>The guest's port for the last one.</summary>
    public int LastTargetPort => TargetPort + LastPort - FirstPort;

    /// <summary>Whether a packet could be meant by both.</summary>
    public bool Overlaps(HostPortForward other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Protocol == other.Protocol && FirstPort <= other.LastPort && other.FirstPort <= LastPort && (Address is null || other.Address is null || Address == other.Address)
            && IpNetworks.SameFamily(Target, other.Target);
    }
}
