using Pando.Linux.Networking;
using Pando.Model.Errors;
using Pando.Model.Networks;

namespace Pando.Networks.Firewall;

/// <summary>
/// Docker has the host drop whatever it does not know (policy DROP of FORWARD in iptables), and a packet that one table drops is lost,
/// whatever another says. It keeps a chain for the administrator's rules, which it asks first and never changes: what goes through
/// Pando's bridges is let through there, and judged by Pando's own table. Where that chain is not, nothing of iptables is touched.
/// (<see href="https://docs.docker.com/engine/network/packet-filtering-firewalls/"/>.)
/// </summary>
internal static class DockerForwarding
{
    private const string Table = "filter";
    private const string Chain = "DOCKER-USER";
    private const string Package = "iptables";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly (string Program, bool IPv6)[] Kinds = [("iptables", false), ("ip6tables", true)];

    /// <summary>Whether the chain is there and a network is not let through.</summary>
    public static bool Stops(NetworkDefinition network) =>
        Kinds.Any(kind => HostPrograms.Find(kind.Program) is not null && NetfilterTables.NamesDevice(Table, Chain, network.Bridge!.Name!, kind.IPv6) == false);

    /// <summary>Lets a network through, where the chain is.</summary>
    /// <exception cref="PeerException"><c>network.iptables-refused</c>, with its words.</exception>
    public static async Task LetThroughAsync(NetworkDefinition network, CancellationToken cancellationToken)
    {
        foreach (var (program, _) in Kinds.Where(kind => IsThere(kind, network)))
        {
            foreach (var rule in Rules(network))
            {
                if (!await HostPrograms.SucceedsAsync(program, ["-w", "10", "-C", Chain, .. rule], Limit, cancellationToken))
                {
                    await HostPrograms.RunAsync(
                        program, Package, ["-w", "10", "-I", Chain, .. rule], null, Limit, ErrorCodes.Network.IptablesRefused, [new ErrorFact("network", network.Name)], cancellationToken);
                }
            }
        }
    }

    /// <summary>Takes that back; what is not there is left alone.</summary>
    public static async Task TakeBackAsync(NetworkDefinition network, CancellationToken cancellationToken)
    {
        foreach (var (program, _) in Kinds.Where(kind => IsThere(kind, network)))
        {
            foreach (var rule in Rules(network))
            {
                await HostPrograms.SucceedsAsync(program, ["-w", "10", "-D", Chain, .. rule], Limit, cancellationToken);
            }
        }
    }

    private static bool IsThere((string Program, bool IPv6) kind, NetworkDefinition network) =>
        HostPrograms.Find(kind.Program) is not null && NetfilterTables.NamesDevice(Table, Chain, network.Bridge!.Name!, kind.IPv6) is not null;

    // An open network leaves it to others who comes in and who goes out; its guests are among themselves all the same.
    private static IEnumerable<string[]> Rules(NetworkDefinition network)
    {
        var bridge = network.Bridge!.Name!;
        return network.Forward?.Mode == ForwardMode.Open
            ? [["-i", bridge, "-o", bridge, "-j", "ACCEPT"]]
            : [["-i", bridge, "-j", "ACCEPT"], ["-o", bridge, "-j", "ACCEPT"]];
    }
}
