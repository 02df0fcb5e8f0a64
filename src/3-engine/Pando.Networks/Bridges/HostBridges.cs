using Pando.Linux;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;

namespace Pando.Networks.Bridges;

/// <summary>
/// The bridges of this host as the kernel has them at this moment, whoever made them. What is changed here lasts as long as the
/// bridge: what is to last longer belongs into the network's definition, or into the host's own configuration.
/// </summary>
public sealed partial class HostBridges
{
    private const string BridgeKind = "bridge";

    /// <summary>All bridges, by name.</summary>
    public IReadOnlyList<HostBridge> List() => Ask("—", static () =>
    {
        using var links = NetworkLinks.Open();
        using var tables = BridgeTables.Open();
        return (IReadOnlyList<HostBridge>)
        [
            .. links.All().Where(static link => link.Kind == BridgeKind).OrderBy(static link => link.Name, StringComparer.Ordinal).Select(link => Read(links, tables, link)).OfType<HostBridge>(),
        ];
    });

    /// <summary>One bridge.</summary>
    /// <exception cref="CallerException"><c>network.no-such-bridge</c>.</exception>
    public HostBridge Get(string name) => Ask(name, () =>
    {
        using var links = NetworkLinks.Open();
        using var tables = BridgeTables.Open();
        return Read(links, tables, Find(links, name)) ?? throw NoSuch(name);
    });

    /// <summary>Where a bridge sends packets, by address.</summary>
    /// <exception cref="CallerException"><c>network.no-such-bridge</c>.</exception>
    public IReadOnlyList<(ForwardingEntry Entry, string Device)> Addresses(string name) => Ask(name, () =>
    {
        using var links = NetworkLinks.Open();
        using var tables = BridgeTables.Open();
        var names = links.All().DistinctBy(static link => link.Index).ToDictionary(static link => link.Index, static link => link.Name);
        return (IReadOnlyList<(ForwardingEntry, string)>)
        [
            .. tables.Entries(Find(links, name)).OrderBy(static entry => entry.Mac).ThenBy(static entry => entry.Vlan).Select(entry => (entry, names.GetValueOrDefault(entry.Device, "—"))),
        ];
    });

    /// <summary>Changes how a bridge works; what is null stays.</summary>
    /// <exception cref="CallerException"><c>network.no-such-bridge</c>, <c>network.vlans-unsupported</c>.</exception>
    /// <exception cref="MachineryException"><c>network.bridge-refused</c>: the kernel does not take it.</exception>
    public HostBridge Change(string name, BridgeSettings settings, int? mtu = null) => Ask(name, () =>
    {
        using var links = NetworkLinks.Open();
        using var tables = BridgeTables.Open();
        var bridge = Find(links, name);
        BridgeFeatures.Require(links, bridge, settings);
        links.ChangeBridge(bridge, settings);
        if (mtu is not null)
        {
            links.Change(bridge, new NetworkLinkChange { Mtu = mtu });
            bridge = Find(links, name);
        }
        return Read(links, tables, bridge) ?? throw NoSuch(name);
    });

    /// <summary>Writes down that an address is behind a port, or takes back what was written down or learned.</summary>
    /// <exception cref="CallerException"><c>network.no-such-bridge</c>, <c>network.no-such-port</c>.</exception>
    public void Write(string name, MacAddress mac, string port, int? vlan, bool present) => Ask(name, () =>
    {
        using var links = NetworkLinks.Open();
        using var tables = BridgeTables.Open();
        tables.Write(Port(links, Find(links, name), port), mac.Value, vlan, present);
        return true;
    });

    /// <summary>Has a bridge forget what it learned: of one port, or of all.</summary>
    /// <exception cref="CallerException"><c>network.no-such-bridge</c>, <c>network.no-such-port</c>.</exception>
    public void Forget(string name, string? port) => Ask(name, () =>
    {
        using var links = NetworkLinks.Open();
        var bridge = Find(links, name);
        if (port is null)
        {
            links.ForgetLearned(bridge);
        }
        else
        {
            links.ChangePort(Port(links, bridge, port), new BridgePortSettings { Forgets = true });
        }
        return true;
    });

    /// <summary>Changes how a port works; what is null stays.</summary>
    /// <exception cref="CallerException"><c>network.no-such-bridge</c>, <c>network.no-such-port</c>.</exception>
    public HostBridge ChangePort(string name, string port, BridgePortSettings settings) => Ask(name, () =>
    {
        using var links = NetworkLinks.Open();
        using var tables = BridgeTables.Open();
        var bridge = Find(links, name);
        links.ChangePort(Port(links, bridge, port), settings);
        return Read(links, tables, bridge) ?? throw NoSuch(name);
    });

    private static HostBridge? Read(NetworkLinks links, BridgeTables tables, NetworkLink bridge) =>
        links.ReadBridge(bridge.Name) is { } settings ? new HostBridge(bridge, settings, tables.Ports(bridge)) : null;

    private static NetworkLink Find(NetworkLinks links, string name) => links.Find(name) is { Kind: BridgeKind } bridge ? bridge : throw NoSuch(name);

    private static NetworkLink Port(NetworkLinks links, NetworkLink bridge, string name) => links.Find(name) is { } port && port.Master == bridge.Index
        ? port
        : throw new CallerException(ErrorCodes.Network.NoSuchPort, ("bridge", bridge.Name), ("port", name));

    private static CallerException NoSuch(string name) => new(ErrorCodes.Network.NoSuchBridge, ("bridge", name));

    private static T Ask<T>(string bridge, Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (SyscallException e)
        {
            throw new MachineryException(ErrorCodes.Network.BridgeRefused, e, ("bridge", bridge), ("reason", e.Message));
        }
    }
}

/// <summary>A bridge of the host.</summary>
/// <param name="Link">The device.</param>
/// <param name="Settings">How it works.</param>
/// <param name="Ports">What is on it.</param>
public sealed record HostBridge(NetworkLink Link, BridgeSettings Settings, IReadOnlyList<BridgePort> Ports);
