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
    private readonly ILookup<(string Place, long Mac), (string Port, TimeSpan Age)> _heard;
    private readonly Dictionary<string, string> _bridges;

    private AddressBook(ILookup<(string, long), GuestAddress> known, ILookup<(string, long), (string, TimeSpan)> heard, Dictionary<string, string> bridges) =>
        (_known, _heard, _bridges) = (known, heard, bridges);

    /// <summary>Reads the leases, the host's neighbours and the tables of its bridges.</summary>
    public static AddressBook Read(INetworks networks)
    {
        var active = networks.List().Where(static view => view.Live?.BridgeName is not null).ToArray();
        var leases = active.SelectMany(view => Leases(networks, view).SelectMany(lease => Lent(view.Live!, lease)));
        var answered = OrNothing(Answered);
        return new AddressBook(
            leases.Concat(answered).ToLookup(static one => (one.Place, one.Mac), static one => one.Address),
            OrNothing(Heard).ToLookup(static one => (one.Place, one.Mac), static one => (one.Port, one.Age)),
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
        if (place is null)
        {
            return new CardAddresses(card.TargetDevice, mac, null, []);
        }
        var heard = _heard[(place, mac.Value)].ToArray();
        var own = heard.Where(one => card.TargetDevice is null || one.Port == card.TargetDevice).Select(static one => (TimeSpan?)one.Age).Min();
        // Heard behind another port alone: whoever answers there for an address is not this card, whatever it calls itself.
        var isElsewhere = heard.Length > 0 && own is null;
        return new CardAddresses(
            card.TargetDevice, mac, own,
            [
                .. _known[(place, mac.Value)].Where(address => (only is null || address.Source == only) && !(isElsewhere && address.Source == AddressSource.Arp))
                    .Select(address => address.Source == AddressSource.Lease ? address with { Age = own } : address)
                    .DistinctBy(static address => address.Address).Take(MostOfOneCard),
            ]);
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

    private static IEnumerable<(string Place, long Mac, GuestAddress Address)> Lent(LiveNetwork network, GuestLease lease)
    {
        if (lease.Mac is not { } mac || !IPAddress.TryParse(lease.Address, out var address))
        {
            yield break;
        }
        int? prefix = network.Definition.Addresses.Items.Select(static own => own.Network()).Where(subnet => subnet.Contains(address)).Select(static subnet => (int?)subnet.PrefixLength).FirstOrDefault();
        yield return (network.BridgeName!, mac.Value, new GuestAddress(address, prefix, AddressSource.Lease, null) { ExpiresAt = lease.ExpiresAt });
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

    private static IReadOnlyList<(string Place, long Mac, string Port, TimeSpan Age)> Heard()
    {
        using var links = NetworkLinks.Open();
        using var tables = BridgeTables.Open();
        var all = links.All();
        var names = all.DistinctBy(static link => link.Index).ToDictionary(static link => link.Index, static link => link.Name);
        return
        [
            .. all.Where(static link => link.Kind == "bridge").SelectMany(bridge => tables.Entries(bridge)
                .Where(entry => !entry.IsLocal && entry.Age is not null && names.ContainsKey(entry.Device)).Select(entry => (bridge.Name, entry.Mac, names[entry.Device], entry.Age!.Value))),
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
