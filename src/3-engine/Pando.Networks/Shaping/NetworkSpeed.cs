using Pando.Linux;
using Pando.Linux.Networking;
using Pando.Model.Errors;
using Pando.Model.Networks;

namespace Pando.Networks.Shaping;

/// <summary>
/// How fast the host and what is behind it are towards all guests of a network together: the bridge sends by classes, in which guests with
/// a guarantee have their own. What guests send each other does not pass the bridge's own device, and is not limited. What comes from them
/// is limited by the firewall.
/// </summary>
internal static class NetworkSpeed
{
    public const int All = 1;
    public const int Others = 2;

    /// <summary>Has the bridge send as fast as the network says. With the bridge all of it goes.</summary>
    public static void Set(NetworkLink bridge, NetworkDefinition network)
    {
        if (network.Bandwidth?.Inbound is not { } inbound)
        {
            return;
        }
        try
        {
            using var traffic = TrafficControl.Open();
            var rate = DeviceSpeed.Rate(inbound);
            traffic.SendByClasses(bridge, Others);
            traffic.PutClass(bridge, All, 0, rate);
            traffic.PutClass(bridge, Others, All, rate);
            traffic.PutLine(bridge, Others, DeviceSpeed.Line(rate));
        }
        catch (SyscallException e) when (KernelLacks.TrafficControl(e))
        {
            throw new CallerException(ErrorCodes.Network.NoTrafficControl, e, ("network", network.Name));
        }
    }
}
