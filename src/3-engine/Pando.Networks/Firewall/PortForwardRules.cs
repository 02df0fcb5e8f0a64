using System.Net;
using Pando.Model.Domains.Devices;
using Pando.Model.Networks;

namespace Pando.Networks.Firewall;

/// <summary>The rules of ports of the host that lead to guests.</summary>
internal static class PortForwardRules
{
    /// <summary>What is for a port of the host goes to the guest. The loopback is left out: its packets may leave the host by no way.</summary>
    public static IEnumerable<string> Redirections(NetworkDefinition network) => network.PortForwards.Items.Select(static forward =>
    {
        var family = Family(forward);
        var here = forward.Address is { } address ? $"{family} daddr {address}" : $"{family} daddr != {(family == "ip" ? "127.0.0.0/8" : "::1")} fib daddr type local";
        var target = family == "ip" ? forward.Target : $"[{forward.Target}]";
        return $"{here} {Protocol(forward)} dport {Range(forward.FirstPort, forward.LastPort)} counter dnat {family} to {target}{Ports(forward)}";
    });

    /// <summary>What was sent there may come in, from wherever it is.</summary>
    public static IEnumerable<string> Accepted(NetworkDefinition network) => network.PortForwards.Items.Select(static forward =>
        $"ct status dnat {Family(forward)} daddr {forward.Target} {Protocol(forward)} dport {Range(forward.TargetPort, forward.LastTargetPort)} accept");

    /// <summary>Its answers leave by the way that the question came.</summary>
    public static IEnumerable<string> Replies(NetworkDefinition network) => network.PortForwards.IsEmpty ? [] : ["ct direction reply ct status dnat return"];

    /// <summary>A guest that goes by the host to its neighbour is seen as the host: otherwise the neighbour would answer it past the host.</summary>
    public static IEnumerable<string> Answers(NetworkDefinition network) => network.PortForwards.Items
        .Select(static forward => forward.Target).Distinct(StringComparer.Ordinal)
        .SelectMany(target => network.Addresses.Items.Select(static address => address.Network()).Where(subnet => subnet.Contains(IPAddress.Parse(target)))
            .Select(subnet => $"ct status dnat {NetworkRuleset.Family(subnet)} saddr {subnet} {NetworkRuleset.Family(subnet)} daddr {target} masquerade"));

    private static string Ports(HostPortForward forward) => (forward.FirstPort == forward.LastPort, forward.FirstPort == forward.TargetPort) switch
    {
        (true, _) => FormattableString.Invariant($":{forward.TargetPort}"),
        // Each port keeps its number.
        (false, true) => string.Empty,
        (false, false) => FormattableString.Invariant($":{Protocol(forward)} dport map {{ {string.Join(", ", Enumerable.Range(0, forward.LastPort - forward.FirstPort + 1).Select(step => FormattableString.Invariant($"{forward.FirstPort + step} : {forward.TargetPort + step}")))} }}"),
    };

    private static string Range(int first, int last) => first == last ? FormattableString.Invariant($"{first}") : FormattableString.Invariant($"{first}-{last}");

    private static string Family(HostPortForward forward) => forward.Target.Contains(':', StringComparison.Ordinal) ? "ip6" : "ip";

    private static string Protocol(HostPortForward forward) => forward.Protocol == PortProtocol.Tcp ? "tcp" : "udp";
}
