using Pando.Model.Errors;
using Pando.Ovsdb;
using Pando.Ovsdb.Operations;

namespace Pando.Networks.OpenVSwitch;

/// <summary>Plugs cards of machines into bridges of Open vSwitch, and pulls them out.</summary>
internal sealed class SwitchPorts(SwitchAccess access)
{
    private const string Bridges = "Bridge";
    private const string Ports = "Port";
    private const string Cards = "Interface";

    /// <summary>What moves a bridge's packets; null where there is no such bridge.</summary>
    public Task<string?> DatapathAsync(string bridge, CancellationToken cancellationToken) => access.AskAsync(async session =>
    {
        var answers = await session.TransactAsync([new Select(Bridges, Condition.Is("name", bridge), ["datapath_type"])], cancellationToken);
        return answers[0].Rows is [var row] ? row.Text("datapath_type") is { Length: > 0 } kind ? kind : SwitchBridge.KernelDatapath : null;
    }, cancellationToken);

    /// <summary>Has a card be on its bridge as it is said, wherever it is now. It is as it was when that fails.</summary>
    /// <exception cref="PandoException"><c>network.no-such-bridge</c>, <c>network.switch-…</c>, <c>network.port-failed</c>: the switch cannot use it, in its words.</exception>
    public Task PlugAsync(SwitchPlug plug, CancellationToken cancellationToken) => access.AskAsync(async session =>
    {
        var found = await FindAsync(session, plug.Port, cancellationToken);
        if (!found.Bridges.ContainsKey(plug.Bridge))
        {
            throw new CallerException(ErrorCodes.Network.NoSuchBridge, ("bridge", plug.Bridge));
        }
        var kept = found.Port is not null && found.Card is { } card && SwitchPlug.IsOf(card, plug.Mac.ToString());
        try
        {
            await SwitchAccess.CommitAsync(session, kept ? Change(plug, found) : Add(plug, found), cancellationToken);
            await RequireWorkingAsync(session, plug, cancellationToken);
        }
        catch (Exception e) when (e is not OvsdbRefusedException)
        {
            await UndoAsync(plug, kept ? found : null);
            throw;
        }
        return true;
    }, cancellationToken);

    /// <summary>Pulls a card out if it is the one with this address; otherwise, and a second time, nothing happens.</summary>
    public Task UnplugAsync(string port, string mac, bool wait, CancellationToken cancellationToken) => access.AskAsync(async session =>
    {
        var found = await FindAsync(session, port, cancellationToken);
        if (found.Port is null || found.Card is null || !SwitchPlug.IsOf(found.Card, mac))
        {
            return false;
        }
        var operations = Remove(found);
        if (wait)
        {
            await SwitchAccess.CommitAsync(session, operations, cancellationToken);
        }
        else
        {
            await SwitchAccess.WriteAsync(session, operations, cancellationToken);
        }
        return true;
    }, cancellationToken);

    /// <summary>Removes every port that this daemon or one before it made, and whose device the host has no more.</summary>
    /// <returns>Their names.</returns>
    public Task<IReadOnlyList<string>> TidyAsync(string run, Func<string, bool> isThere, CancellationToken cancellationToken) => access.AskAsync(async session =>
    {
        var cards = await session.TransactAsync([new Select(Cards, [new Condition("external_ids", "includes", OvsdbValue.Map([new(SwitchPlug.MadeBy, run)]))], ["name"])], cancellationToken);
        string[] dead = [.. cards[0].Rows.Select(static row => row.Text("name")).OfType<string>().Where(name => !isThere(name))];
        foreach (var name in dead)
        {
            var found = await FindAsync(session, name, cancellationToken);
            // The name may be another's by now.
            if (found.Port is not null && !isThere(name))
            {
                await SwitchAccess.WriteAsync(session, Remove(found), cancellationToken);
            }
        }
        return (IReadOnlyList<string>)dead;
    }, cancellationToken);

    // Two ports of one name cannot be: one that has the tap's name is left of a device that is gone.
    private static IReadOnlyList<OvsdbOperation> Add(SwitchPlug plug, Found found)
    {
        var port = plug.PortColumns();
        port["name"] = OvsdbValue.Of(plug.Port);
        port["interfaces"] = OvsdbValue.Inserted("card");
        var card = plug.InterfaceColumns(null);
        card["name"] = OvsdbValue.Of(plug.Port);
        return
        [
            .. found.Port is null ? [] : Remove(found),
            new Insert(Cards, card, "card"),
            new Insert(Ports, port, "port"),
            Present(plug.Bridge),
            new Mutate(Bridges, Condition.Is("name", plug.Bridge), "ports", "insert", OvsdbValue.Inserted("port")),
        ];
    }

    private static IReadOnlyList<OvsdbOperation> Change(SwitchPlug plug, Found found)
    {
        var here = found.Bridges[plug.Bridge].Contains(found.Port!.Id);
        return
        [
            new Update(Ports, Condition.Is(found.Port.Id), plug.PortColumns()),
            new Update(Cards, Condition.Is(found.Card!.Id), plug.InterfaceColumns(found.Card)),
            .. here ? (IEnumerable<OvsdbOperation>)[] : [.. Remove(found), Present(plug.Bridge), new Mutate(Bridges, Condition.Is("name", plug.Bridge), "ports", "insert", OvsdbValue.Of(found.Port.Id))],
        ];
    }

    private static IReadOnlyList<OvsdbOperation> Remove(Found found) =>
    [
        .. found.Bridges.Where(bridge => bridge.Value.Contains(found.Port!.Id))
            .Select(bridge => new Mutate(Bridges, Condition.Is("name", bridge.Key), "ports", "delete", OvsdbValue.Of(found.Port!.Id))),
    ];

    private static Expect Present(string bridge) =>
        new(Bridges, Condition.Is("name", bridge), new Dictionary<string, OvsdbValue>(StringComparer.Ordinal) { ["name"] = OvsdbValue.Of(bridge) });

    private static async Task RequireWorkingAsync(OvsdbSession session, SwitchPlug plug, CancellationToken cancellationToken)
    {
        var answers = await session.TransactAsync([new Select(Cards, Condition.Is("name", plug.Port), ["ofport", "error"])], cancellationToken);
        var card = answers[0].Rows is [var row] ? row : null;
        if (card?.Number("ofport") is not > 0)
        {
            var words = card?.Text("error") ?? "ofport -1";
            throw new PeerException(ErrorCodes.Network.PortFailed, words, ("port", plug.Port), ("bridge", plug.Bridge), ("reason", words));
        }
    }

    // A session of its own: the other one may have been the reason.
    private async Task UndoAsync(SwitchPlug plug, Found? before)
    {
        try
        {
            await access.AskAsync(async session =>
            {
                var now = await FindAsync(session, plug.Port, CancellationToken.None);
                if (now.Port is null || now.Card is null || !SwitchPlug.IsOf(now.Card, plug.Mac.ToString()))
                {
                    return false;
                }
                IEnumerable<OvsdbOperation> restored = before is null ? [] :
                [
                    new Update(Ports, Condition.Is(before.Port!.Id), Columns(before.Port, "tag", "trunks", "vlan_mode", "protected")),
                    new Update(Cards, Condition.Is(before.Card!.Id), Columns(before.Card, "external_ids", "mtu_request")),
                    .. before.Bridges.Where(bridge => bridge.Value.Contains(before.Port.Id))
                        .Select(bridge => new Mutate(Bridges, Condition.Is("name", bridge.Key), "ports", "insert", OvsdbValue.Of(before.Port.Id))),
                ];
                await SwitchAccess.WriteAsync(session, [.. Remove(now), .. restored], CancellationToken.None);
                return true;
            }, CancellationToken.None);
        }
        catch (PandoException)
        {
            // What failed first is told. The port goes with its machine, or when the next daemon tidies up.
        }
    }

    private static Dictionary<string, OvsdbValue> Columns(OvsdbRow row, params string[] names) => names.ToDictionary(static name => name, row.Value, StringComparer.Ordinal);

    private static async Task<Found> FindAsync(OvsdbSession session, string port, CancellationToken cancellationToken)
    {
        var answers = await session.TransactAsync(
            [
                new Select(Bridges, [], ["name", "ports"]),
                new Select(Ports, Condition.Is("name", port), ["_uuid", "tag", "trunks", "vlan_mode", "protected"]),
                new Select(Cards, Condition.Is("name", port), ["_uuid", "external_ids", "mtu_request"]),
            ], cancellationToken);
        var bridges = answers[0].Rows.ToDictionary(static row => row.Text("name") ?? "—", static row => (IReadOnlySet<Guid>)row.Rows("ports").ToHashSet(), StringComparer.Ordinal);
        return new Found(bridges, answers[1].Rows is [var found] ? found : null, answers[2].Rows is [var card] ? card : null);
    }

    private sealed record Found(IReadOnlyDictionary<string, IReadOnlySet<Guid>> Bridges, OvsdbRow? Port, OvsdbRow? Card);
}
