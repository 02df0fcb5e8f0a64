using Pando.Linux.Networking;
using Pando.Model.Errors;

namespace Pando.Networks.Bridges;

/// <summary>What bridges of some kernels cannot do. Such a kernel does not speak of its settings when it tells of a bridge.</summary>
internal static class BridgeFeatures
{
    /// <exception cref="CallerException"><c>network.vlans-unsupported</c>.</exception>
    public static void Require(NetworkLinks links, NetworkLink bridge, BridgeSettings wanted)
    {
        if (wanted.VlanFiltering == true && links.ReadBridge(bridge.Name)?.DefaultVlan is null)
        {
            throw new CallerException(ErrorCodes.Network.VlansUnsupported, ("bridge", bridge.Name));
        }
    }
}
