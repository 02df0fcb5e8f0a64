using Pando.Model.Networks;
using static Pando.Networks.Tracing.TraceFindings;

namespace Pando.Networks.Tracing;

/// <summary>Whether the guest has an address, and who would give it one.</summary>
internal static class AddressHops
{
    public static TraceHop? Address(TraceContext trace)
    {
        if (trace.BridgeName is null)
        {
            return null;
        }
        var known = trace.Known.Addresses.Select(static one => one.Address).Where(static address => !address.IsIPv6LinkLocal).ToArray();
        if (known.Length == 0)
        {
            return AddressNone.With();
        }
        var subnets = trace.Definition?.Addresses.Items.Select(static address => address.Network()).ToArray() ?? [];
        var text = string.Join(", ", known.Select(static address => address.ToString()));
        return subnets.Length > 0 && !Array.Exists(known, address => Array.Exists(subnets, subnet => subnet.Contains(address)))
            ? AddressForeign.With(("addresses", text), ("subnets", string.Join(", ", subnets.Select(static subnet => subnet.ToString()))))
            : AddressKnown.With(("addresses", text));
    }

    /// <summary>The server of the network. It hears its bridge only: the host cannot ask it as a guest does.</summary>
    public static TraceHop? Server(TraceContext trace, INetworks networks) => trace is not { Network: { } network, Definition: { MakesBridge: true, Addresses.IsEmpty: false } }
        ? null
        : networks.IsServed(network.Id) ? ServerRuns.With() : ServerDown.With();
}
