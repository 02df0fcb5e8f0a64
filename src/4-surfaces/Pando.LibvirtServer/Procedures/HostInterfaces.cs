using Pando.Libvirt;
using Pando.Linux.Networking;
using Pando.Model;
using Pando.Model.Domains.Devices;
using Pando.Model.HostInterfaces;
using Pando.Networks.HostNetwork;

namespace Pando.LibvirtServer.Procedures;

/// <summary>The host's own network in libvirt's terms, and what libvirt's clients ask of it in ours.</summary>
internal static class HostInterfaces
{
    private static readonly (BondMode Mode, string Word)[] Modes =
    [
        (BondMode.RoundRobin, "balance-rr"), (BondMode.ActiveBackup, "active-backup"), (BondMode.Xor, "balance-xor"), (BondMode.Broadcast, "broadcast"),
        (BondMode.Lacp, "802.3ad"), (BondMode.SendLoad, "balance-tlb"), (BondMode.Load, "balance-alb"),
    ];

    /// <summary>Whether it works: switched on, with somebody at the other end.</summary>
    public static bool IsActive(HostDeviceView device) => device.Link is { IsUp: true, HasCarrier: true };

    /// <summary>Its address in text.</summary>
    public static string MacOf(HostDeviceView device) => device.Link.Mac is { } mac ? new MacAddress(mac).ToString() : "";

    /// <summary>A device with what it is made over.</summary>
    public static HostInterface Of(HostDeviceView device, IReadOnlyList<HostDeviceView> all) => new(device.Link.Name, KindOf(device))
    {
        Mac = device.Link.Mac is { } mac ? new MacAddress(mac) : null,
        Mtu = device.Link.Mtu,
        IsUp = IsActive(device),
        Addresses = device.Addresses.Select(static address => new HostInterfaceAddress(address.Address, address.Prefix)).ToEquatableArray(),
        Ports = all.Where(other => device.Vlan is not null ? other.Link.Name == device.Lower : other.Master == device.Link.Name)
            .Select(other => Of(other, [])).ToEquatableArray(),
        SpanningTree = device.Bridge?.SpanningTree,
        ForwardDelay = device.Bridge?.ForwardDelayCentiseconds / 100m,
        BondMode = device.Bond is { } bond ? Modes.First(mode => mode.Mode == bond.Mode).Word : null,
        MiimonMilliseconds = device.Bond?.MiimonMilliseconds,
        Vlan = device.Vlan,
    };

    /// <summary>The change of the host's network that makes it.</summary>
    public static HostNetworkChange Change(HostInterface asked, IReadOnlyList<HostDeviceView> all)
    {
        var ports = asked.Ports.Items.Select(static port => port.Name).ToList();
        var under = all.Where(device => ports.Contains(device.Link.Name, StringComparer.Ordinal)).ToList();
        // It takes over what the cards have. Anything else would be a second change.
        var taken = asked.Kind == HostInterfaceKind.Vlan ? [] : under.SelectMany(static device => device.Addresses);
        if (asked.Addresses.Items.FirstOrDefault(wanted => !taken.Any(has => has.Address.Equals(wanted.Address) && has.Prefix == wanted.Prefix)) is { } other)
        {
            throw Unsupported($"the address {other.Address}/{other.Prefix}, which none of the interfaces below '{asked.Name}' has: it takes over theirs");
        }
        if (asked.Mtu is { } mtu && under.Count > 0 && mtu != under.Min(static device => device.Link.Mtu))
        {
            throw Unsupported($"an MTU of {mtu}: '{asked.Name}' has that of what it is made over");
        }
        // Nobody waits for a bridge that does not look for loops.
        if (asked is { SpanningTree: true, ForwardDelay: not (null or 15) })
        {
            throw Unsupported($"a forward delay of {asked.ForwardDelay} s");
        }
        return asked.Kind switch
        {
            HostInterfaceKind.Bridge => new HostNetworkChange(HostNetworkAction.Bridge, asked.Name, ports) { SpanningTree = asked.SpanningTree == true },
            HostInterfaceKind.Vlan => new HostNetworkChange(HostNetworkAction.Vlan, asked.Name, ports) { Vlan = asked.Vlan },
            HostInterfaceKind.Bond => new HostNetworkChange(HostNetworkAction.Bond, asked.Name, ports)
            {
                Bond = new BondSettings { Mode = Mode(asked.BondMode), MiimonMilliseconds = asked.MiimonMilliseconds ?? new BondSettings().MiimonMilliseconds },
            },
            _ => throw Unsupported("interfaces of type 'ethernet': cards are there or not"),
        };
    }

    private static HostInterfaceKind KindOf(HostDeviceView device) => device switch
    {
        { Bridge: not null } => HostInterfaceKind.Bridge,
        { Bond: not null } => HostInterfaceKind.Bond,
        { Vlan: not null } => HostInterfaceKind.Vlan,
        _ => HostInterfaceKind.Ethernet,
    };

    private static BondMode Mode(string? word) => word is null
        ? BondMode.RoundRobin
        : Modes.Where(mode => mode.Word == word).Select(static mode => (BondMode?)mode.Mode).FirstOrDefault()
            ?? throw new LibvirtRefusal(LibvirtErrorNumber.XmlError, LibvirtErrorDomain.Interface, $"unknown bonding mode {word}");

    private static LibvirtRefusal Unsupported(string what) => new(LibvirtErrorNumber.ConfigUnsupported, LibvirtErrorDomain.Interface, what);
}
