using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Networks;

namespace Pando.Networks.Starting;

/// <summary>Ports of the host that cannot lead to a guest.</summary>
internal static class PortForwardRefusals
{
    /// <summary>Refuses those that lead to another network, and those that are new and that a program of the host listens on.</summary>
    /// <exception cref="CallerException"><c>network.port-taken</c>, <c>network.port-in-use</c>.</exception>
    public static void Check(NetworkDefinition network, IReadOnlyList<NetworkView> known)
    {
        RefuseTaken(network, known.Select(static view => view.Live).OfType<LiveNetwork>());
        var before = known.FirstOrDefault(view => view.Id == network.Id);
        var present = (before?.Asked?.PortForwards.Items ?? []).Concat(before?.Live?.Definition.PortForwards.Items ?? []).ToHashSet();
        foreach (var forward in network.PortForwards.Items.Where(forward => !present.Contains(forward)))
        {
            if (Array.Find(Listening(forward.Protocol), end => end.Port >= forward.FirstPort && end.Port <= forward.LastPort && IsMeant(end.Address, forward)) is { } taken)
            {
                throw new CallerException(ErrorCodes.Network.PortInUse, ("network", network.Name), ("port", Number(taken.Port)));
            }
        }
    }

    /// <summary>Refuses those that lead to another network.</summary>
    /// <exception cref="CallerException"><c>network.port-taken</c>.</exception>
    public static void RefuseTaken(NetworkDefinition network, IEnumerable<LiveNetwork> active)
    {
        foreach (var other in active.Select(static live => live.Definition).Where(other => other.Id != network.Id))
        {
            foreach (var forward in network.PortForwards.Items)
            {
                if (other.PortForwards.Items.FirstOrDefault(forward.Overlaps) is { } taken)
                {
                    throw new CallerException(ErrorCodes.Network.PortTaken, ("network", network.Name), ("port", Number(Math.Max(forward.FirstPort, taken.FirstPort))), ("other", $"{other.Name} ({taken.Target})"));
                }
            }
        }
    }

    private static IPEndPoint[] Listening(PortProtocol protocol)
    {
        var host = IPGlobalProperties.GetIPGlobalProperties();
        return protocol == PortProtocol.Tcp ? host.GetActiveTcpListeners() : host.GetActiveUdpListeners();
    }

    // The loopback is not redirected.
    private static bool IsMeant(IPAddress listening, HostPortForward forward) =>
        !IPAddress.IsLoopback(listening)
        && (forward.Address is null || listening.Equals(IPAddress.Any) || listening.Equals(IPAddress.IPv6Any) || listening.ToString() == forward.Address);

    private static string Number(int port) => port.ToString(CultureInfo.InvariantCulture);
}
