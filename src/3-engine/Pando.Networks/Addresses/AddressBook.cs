using System.Net;
using System.Net.Sockets;
using Pando.Linux;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Networks;
using Pando.Networks.Dnsmasq;

namespace Pando.Networks.Addresses;

/// <summary>What the host knows at one moment of the addresses behind its bridges, without asking any guest.</summary>
internal sealed class AddressBook
{
    // A guest can claim as many addresses as it likes.
    private const int MostOfOneCard = 32;

    private readonly ILookup<(string Place, long Mac), GuestAddress> _known;
    private readonly Dictionary<(string Place, long Mac), TimeSpan> _seen;
    private readonly Dictionary<string, string> _bridges;

    private AddressBook(ILookup<(string, long), GuestAddress> known, Dictionary<(string, long), TimeSpan> seen, Dictionary<string, string> bridges) =>
        (_known, _seen, _bridges) = (known, seen, bridges);

    /// <summary>Reads the leases, the host's neighbours and the tables of its bridges.</summary>
    public static AddressBook Read(INetworks networks)
    {
        var active = networks.List().Where(static view => view.Live?.BridgeName is not null).ToArray();
        var seen = OrNothing(Seen);
        var leases = active.SelectMany(view => Leases(networks, view).SelectMany(lease => Lent(view.Live!, lease, seen)));
        var answered = OrNothing(Answered);
        return new AddressBook(
            leases.Concat(answered).ToLookup(static one => (one.Place, one.Mac), static one => one.Address),
            seen.GroupBy(static one => (one.Place, one.Mac)).ToDictionary(static group => group.Key, static group => group.Min(static one => one.Age)),
            active.ToDictionary(static view => view.Name, static view => view.Live!.BridgeName!, StringComparer.Ordinal));
    }

    /// <summary>What is known of a card.</summary>
    /// <param name="card">The card.</param>
    /// <param name="mac">Its address.</param>
    /// <param name="only">From where; null is from everywhere, and each address once.</param>
    public CardAddresses Of(InterfaceDevice card, MacAddress mac, AddressSource? only)
    {
        var place = card.Source switch
        {
            VirtualNetworkSource network => _bridges.GetValueOrDefault(network.Network),
            BridgeSource bridge => bridge.Bridge,
            _ => null,
        };
        return new CardAddresses(
            card.TargetDevice, mac,
            place is not null && _seen.TryGetValue((place, mac.Value), out var age) ? age : null,
            place is null ? [] : [.. _known[(place, mac.Value)].Where(address => only is null || address.Source == only).DistinctBy(static address => address.Address).Take(MostOfOneCard)]);
    }

    // It may have ended meanwhile.
    private static IReadOnlyList<GuestLease> Leases(INetworks networks, NetworkView view)
    {
        try
        {
            return networks.Leases(view.Id);
        }
        catch (CallerException)
        {
            return [];
        }
    }

    private static IEnumerable<(string Place, long Mac, GuestAddress Address)> Lent(LiveNetwork network, GuestLease lease, IReadOnlyList<(string Place, long Mac, TimeSpan Age)> seen)
    {
        if (lease.Mac is not { } mac || !IPAddress.TryParse(lease.Address, out var address))
        {
            yield break;
        }
        var last = seen.Where(one => one.Place == network.BridgeName && one.Mac == mac.Value).Select(static one => (TimeSpan?)one.Age).Min();
        int? prefix = network.Definition.Addresses.Items.Select(static own => own.Network()).Where(subnet => subnet.Contains(address)).Select(static subnet => (int?)subnet.PrefixLength).FirstOrDefault();
        yield return (network.BridgeName!, mac.Value, new GuestAddress(address, prefix, AddressSource.Lease, last) { ExpiresAt = lease.ExpiresAt });
    }

    private static IReadOnlyList<(string Place, long Mac, GuestAddress Address)> Answered()
    {
        using var links = NetworkLinks.Open();
        // Devices that come and go while they are told may be told twice.
        var names = links.All().DistinctBy(static link => link.Index).ToDictionary(static link => link.Index, static link => link.Name);
        return
        [
            .. Neighbours.All().Where(neighbour => names.ContainsKey(neighbour.Device)).OrderBy(static neighbour => neighbour.Address.AddressFamily == AddressFamily.InterNetworkV6)
                .Select(neighbour => (names[neighbour.Device], neighbour.Mac, new GuestAddress(neighbour.Address, null, AddressSource.Arp, neighbour.Confirmed))),
        ];
    }

    private static IReadOnlyList<(string Place, long Mac, TimeSpan Age)> Seen()
    {
        using var links = NetworkLinks.Open();
        using var tables = BridgeTables.Open();
        return
        [
            .. links.All().Where(static link => link.Kind == "bridge").SelectMany(bridge => tables.Entries(bridge)
                .Where(static entry => !entry.IsLocal && entry.Age is not null).Select(entry => (bridge.Name, entry.Mac, entry.Age!.Value))),
        ];
    }

    // A bridge may go while it is looked at: what the kernel does not tell is not known, and the list of machines is shown all the same.
    private static IReadOnlyList<T> OrNothing<T>(Func<IReadOnlyList<T>> look)
    {
        try
        {
            return look();
        }
        catch (SyscallException)
        {
            return [];
        }
    }
}
