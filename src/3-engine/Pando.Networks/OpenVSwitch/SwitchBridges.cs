using Pando.Linux.Networking;
using Pando.Model.Errors;
using Pando.Ovsdb;
using Pando.Ovsdb.Operations;

namespace Pando.Networks.OpenVSwitch;

/// <summary>
/// The bridges of the host's Open vSwitch, and the tunnels between those of several hosts. They stand in its own database: they are there
/// again after the host's next start, whether pandod runs or not.
/// </summary>
/// <param name="access">The host's Open vSwitch.</param>
/// <param name="networks">The virtual networks, which stand on some of them.</param>
public sealed class SwitchBridges(SwitchAccess access, INetworks networks)
{
    private const string Bridges = "Bridge";
    private const string Ports = "Port";
    private const string Cards = "Interface";
    private const int MostNameBytes = 15;

    /// <summary>All bridges, by name; none where there is no Open vSwitch, or it does not run.</summary>
    /// <exception cref="PandoException"><c>network.switch-…</c>.</exception>
    public async Task<IReadOnlyList<SwitchBridge>> ListAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return access.IsThere ? await ReadAsync(cancellationToken) : [];
        }
        catch (MachineryException e) when (e.Code == ErrorCodes.Network.SwitchUnreachable)
        {
            // Its socket outlives it.
            return [];
        }
    }

    /// <summary>One bridge; null where there is none of this name.</summary>
    /// <exception cref="PandoException"><c>network.switch-…</c>.</exception>
    public async Task<SwitchBridge?> FindAsync(string name, CancellationToken cancellationToken = default) =>
        (await ListAsync(cancellationToken)).FirstOrDefault(bridge => bridge.Name == name);

    /// <summary>
    /// Makes a bridge. The kernel moves its packets where it can, and the switch itself otherwise: which of the two it is shows only when
    /// the bridge is there, so the first is tried first.
    /// </summary>
    /// <exception cref="PandoException"><c>network.device-name-taken</c>, <c>network.port-failed</c>, <c>network.switch-…</c>, <c>request.invalid</c>.</exception>
    public async Task<SwitchBridge> AddAsync(string name, int? mtu, CancellationToken cancellationToken = default)
    {
        RequireName(name);
        await RequireFreeAsync(name, cancellationToken);
        var known = await access.AskAsync(async session => (await session.TransactAsync([new Select(SwitchAccess.Root, [], ["datapath_types"])], cancellationToken))[0].Rows[0].Texts("datapath_types"), cancellationToken);
        string[] kinds = [.. new[] { SwitchBridge.KernelDatapath, SwitchBridge.OwnDatapath }.Where(kind => known.Contains(kind, StringComparer.Ordinal))];
        var reason = "datapath_types []";
        foreach (var kind in kinds)
        {
            if (await TryAddAsync(name, kind, mtu, cancellationToken) is not { } failure)
            {
                return await FindAsync(name, cancellationToken) ?? throw NoSuch(name);
            }
            reason = failure;
        }
        throw new PeerException(ErrorCodes.Network.PortFailed, reason, ("port", name), ("bridge", name), ("reason", reason));
    }

    /// <summary>Removes a bridge with its ports that are no machine's.</summary>
    /// <exception cref="PandoException"><c>network.no-such-bridge</c>, <c>network.not-a-switch-bridge</c>, <c>network.bridge-in-use</c>, <c>network.switch-…</c>.</exception>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken = default)
    {
        var bridge = await RequireAsync(name, cancellationToken);
        string[] users =
        [
            .. networks.List().Where(view => view.Live is { Definition.IsOnSwitch: true } && view.Live.BridgeName == name).Select(static view => view.Name),
            .. bridge.Ports.Where(IsOfGuest).Select(static port => port.Name),
        ];
        if (users.Length > 0)
        {
            throw new CallerException(ErrorCodes.Network.BridgeInUse, ("bridge", name), ("users", string.Join(", ", users)));
        }
        await CommitAsync([RemoveBridge(await IdAsync(name, cancellationToken))], cancellationToken);
    }

    /// <summary>All tunnels, by bridge and name.</summary>
    /// <exception cref="PandoException"><c>network.switch-…</c>.</exception>
    public async Task<IReadOnlyList<SwitchTunnel>> TunnelsAsync(CancellationToken cancellationToken = default) =>
        [.. (await ListAsync(cancellationToken)).SelectMany(static bridge => bridge.Ports.Select(port => SwitchTunnel.Of(bridge.Name, port)).OfType<SwitchTunnel>())];

    /// <summary>Makes a tunnel.</summary>
    /// <exception cref="PandoException"><c>network.no-such-bridge</c>, <c>network.not-a-switch-bridge</c>, <c>network.device-name-taken</c>, <c>network.port-failed</c>, <c>network.switch-…</c>.</exception>
    public async Task<SwitchTunnel> AddAsync(SwitchTunnel tunnel, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tunnel);
        RequireName(tunnel.Name);
        await RequireAsync(tunnel.Bridge, cancellationToken);
        await RequireFreeAsync(tunnel.Name, cancellationToken);
        await CommitAsync(
            [
                new Insert(Cards, Columns(("name", OvsdbValue.Of(tunnel.Name)), ("type", OvsdbValue.Of(tunnel.Kind)), ("options", OvsdbValue.Map(tunnel.Options()))), "card"),
                new Insert(Ports, Columns(("name", OvsdbValue.Of(tunnel.Name)), ("interfaces", OvsdbValue.Inserted("card")), ("tag", OvsdbValue.OfOptional(tunnel.Tag))), "port"),
                new Expect(Bridges, Condition.Is("name", tunnel.Bridge), Columns(("name", OvsdbValue.Of(tunnel.Bridge)))),
                new Mutate(Bridges, Condition.Is("name", tunnel.Bridge), "ports", "insert", OvsdbValue.Inserted("port")),
            ], cancellationToken);
        if (await FailureAsync(tunnel.Name, cancellationToken) is { } failure)
        {
            await DeleteTunnelAsync(tunnel.Name, CancellationToken.None);
            throw new PeerException(ErrorCodes.Network.PortFailed, failure, ("port", tunnel.Name), ("bridge", tunnel.Bridge), ("reason", failure));
        }
        return await TunnelAsync(tunnel.Name, cancellationToken);
    }

    /// <summary>Removes a tunnel.</summary>
    /// <exception cref="PandoException"><c>network.no-such-tunnel</c>, <c>network.switch-…</c>.</exception>
    public async Task DeleteTunnelAsync(string name, CancellationToken cancellationToken = default)
    {
        var tunnel = await TunnelAsync(name, cancellationToken);
        var port = await access.AskAsync(async session => (await session.TransactAsync([new Select(Ports, Condition.Is("name", name), ["_uuid"])], cancellationToken))[0].Rows, cancellationToken);
        await CommitAsync([.. port.Select(row => new Mutate(Bridges, Condition.Is("name", tunnel.Bridge), "ports", "delete", OvsdbValue.Of(row.Id)))], cancellationToken);
    }

    /// <summary>Whether a port is that of a machine's card, of this daemon or of another.</summary>
    public static bool IsOfGuest(SwitchPort port)
    {
        ArgumentNullException.ThrowIfNull(port);
        return port.Interfaces.Any(static card => card.ExternalIds.ContainsKey("attached-mac"));
    }

    private async Task<SwitchTunnel> TunnelAsync(string name, CancellationToken cancellationToken) =>
        (await TunnelsAsync(cancellationToken)).FirstOrDefault(tunnel => tunnel.Name == name) ?? throw new CallerException(ErrorCodes.Network.NoSuchTunnel, ("tunnel", name));

    private async Task<string?> TryAddAsync(string name, string kind, int? mtu, CancellationToken cancellationToken)
    {
        await CommitAsync(
            [
                new Insert(Cards, Columns(("name", OvsdbValue.Of(name)), ("type", OvsdbValue.Of("internal")), ("mtu_request", OvsdbValue.OfOptional(mtu))), "card"),
                new Insert(Ports, Columns(("name", OvsdbValue.Of(name)), ("interfaces", OvsdbValue.Inserted("card"))), "port"),
                new Insert(Bridges, Columns(("name", OvsdbValue.Of(name)), ("datapath_type", OvsdbValue.Of(kind)), ("ports", OvsdbValue.Inserted("port"))), "bridge"),
                new Mutate(SwitchAccess.Root, [], "bridges", "insert", OvsdbValue.Inserted("bridge")),
            ], cancellationToken);
        if (await FailureAsync(name, cancellationToken) is not { } failure)
        {
            return null;
        }
        await CommitAsync([RemoveBridge(await IdAsync(name, cancellationToken))], CancellationToken.None);
        return failure;
    }

    private Task<string?> FailureAsync(string card, CancellationToken cancellationToken) => access.AskAsync(async session =>
    {
        var rows = (await session.TransactAsync([new Select(Cards, Condition.Is("name", card), ["ofport", "error"])], cancellationToken))[0].Rows;
        return rows is [var row] && row.Number("ofport") is > 0 or SwitchLocalPort ? null : (rows.Count == 1 ? rows[0].Text("error") : null) ?? "ofport -1";
    }, cancellationToken);

    // OFPP_LOCAL: the bridge's own card.
    private const long SwitchLocalPort = 65534;

    private Task<Guid> IdAsync(string bridge, CancellationToken cancellationToken) => access.AskAsync(async session =>
        (await session.TransactAsync([new Select(Bridges, Condition.Is("name", bridge), ["_uuid"])], cancellationToken))[0].Rows is [var row] ? row.Id : throw NoSuch(bridge), cancellationToken);

    private Task<bool> CommitAsync(IReadOnlyList<OvsdbOperation> operations, CancellationToken cancellationToken) => access.AskAsync(async session =>
    {
        await SwitchAccess.CommitAsync(session, operations, cancellationToken);
        return true;
    }, cancellationToken);

    private Task<IReadOnlyList<SwitchBridge>> ReadAsync(CancellationToken cancellationToken) => access.AskAsync(session => SwitchReading.BridgesAsync(session, cancellationToken), cancellationToken);

    private async Task<SwitchBridge> RequireAsync(string name, CancellationToken cancellationToken)
    {
        if ((await ReadAsync(cancellationToken)).FirstOrDefault(bridge => bridge.Name == name) is { } found)
        {
            return found;
        }
        using var links = NetworkLinks.Open();
        throw links.Find(name) is null ? NoSuch(name) : new CallerException(ErrorCodes.Network.NotASwitchBridge, ("bridge", name));
    }

    private async Task RequireFreeAsync(string name, CancellationToken cancellationToken)
    {
        var bridges = await ReadAsync(cancellationToken);
        using var links = NetworkLinks.Open();
        if (links.Find(name) is not null || bridges.Any(bridge => bridge.Name == name || bridge.Ports.Any(port => port.Name == name)))
        {
            throw new CallerException(ErrorCodes.Network.DeviceNameTaken, ("device", name));
        }
    }

    // What the kernel takes for the name of a device, and what is no word with a meaning of its own.
    private static void RequireName(string name)
    {
        if (name.Length is 0 or > MostNameBytes || name is "." or ".." || name.StartsWith('-') || name.Any(static letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or '.')))
        {
            throw new CallerException(ErrorCodes.Request.Invalid, ("what", "name"), ("reason", name));
        }
    }

    private static Mutate RemoveBridge(Guid id) => new(SwitchAccess.Root, [], "bridges", "delete", OvsdbValue.Of(id));

    private static Dictionary<string, OvsdbValue> Columns(params (string Name, OvsdbValue Value)[] columns) => columns.ToDictionary(static one => one.Name, static one => one.Value, StringComparer.Ordinal);

    private static CallerException NoSuch(string name) => new(ErrorCodes.Network.NoSuchBridge, ("bridge", name));
}
