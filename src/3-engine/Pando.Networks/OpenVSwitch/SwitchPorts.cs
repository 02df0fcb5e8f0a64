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
            await ForgetUnusedAsync(session, plug.Port, cancellationToken);
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
        IReadOnlyList<OvsdbOperation> operations = Leave(found);
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
                await SwitchAccess.WriteAsync(session, Leave(found), cancellationToken);
            }
        }
        await ForgetUnusedAsync(session, run, isThere, cancellationToken);
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
        var speed = SwitchSpeed.Set(plug, null, out var qos);
        if (qos is not null)
        {
            port["qos"] = qos;
        }
        return
        [
            .. Leave(found),
            .. speed,
            new Insert(Cards, card, "card"),
            new Insert(Ports, port, "port"),
            Present(plug.Bridge),
            new Mutate(Bridges, Condition.Is("name", plug.Bridge), "ports", "insert", OvsdbValue.Inserted("port")),
        ];
    }

    private static IReadOnlyList<OvsdbOperation> Change(SwitchPlug plug, Found found)
    {
        var here = found.Bridges[plug.Bridge].Contains(found.Port!.Id);
        var port = plug.PortColumns();
        var speed = SwitchSpeed.Set(plug, found.Speed, out var qos);
        if (qos is not null || found.UsesOurs)
        {
            port["qos"] = qos ?? OvsdbValue.Nothing;
        }
        return
        [
            .. speed,
            new Update(Ports, Condition.Is(found.Port.Id), port),
            // What somebody has taken apart is made anew.
            .. found.Speed is null ? Forget(found.Speeds.Concat(found.Lines)) : [],
            new Update(Cards, Condition.Is(found.Card!.Id), plug.InterfaceColumns(found.Card)),
            .. here ? (IEnumerable<OvsdbOperation>)[] : [.. Remove(found), Present(plug.Bridge), new Mutate(Bridges, Condition.Is("name", plug.Bridge), "ports", "insert", OvsdbValue.Of(found.Port.Id))],
        ];
    }

    private static IReadOnlyList<OvsdbOperation> Remove(Found found) =>
    [
        .. found.Bridges.Where(bridge => bridge.Value.Contains(found.Port!.Id))
            .Select(bridge => new Mutate(Bridges, Condition.Is("name", bridge.Key), "ports", "delete", OvsdbValue.Of(found.Port!.Id))),
    ];

    /// <summary>A port with what says how fast it is, which has to be let go of before it can be forgotten.</summary>
    private static IReadOnlyList<OvsdbOperation> Leave(Found found, bool forgets = true) =>
    [
        .. found.UsesOurs
            ? (IEnumerable<OvsdbOperation>)[new Update(Ports, Condition.Is(found.Port!.Id), new Dictionary<string, OvsdbValue>(StringComparer.Ordinal) { ["qos"] = OvsdbValue.Nothing })]
            : [],
        .. found.Port is null ? [] : Remove(found),
        .. forgets ? Forget(found.Speeds.Concat(found.Lines)) : [],
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
                    new Update(Ports, Condition.Is(before.Port!.Id), Columns(before.Port, "tag", "trunks", "vlan_mode", "protected", "qos")),
                    new Update(Cards, Condition.Is(before.Card!.Id), Columns(before.Card, "external_ids", "mtu_request", SwitchPlug.PolicingRate, SwitchPlug.PolicingBurst)),
                    .. before.Speeds.Select(static row => new Update(SwitchSpeed.Kinds, Condition.Is(row.Id), Columns(row, "other_config"))),
                    .. before.Lines.Select(static row => new Update(SwitchSpeed.Queues, Condition.Is(row.Id), Columns(row, "other_config"))),
                    .. before.Bridges.Where(bridge => bridge.Value.Contains(before.Port.Id))
                        .Select(bridge => new Mutate(Bridges, Condition.Is("name", bridge.Key), "ports", "insert", OvsdbValue.Of(before.Port.Id))),
                ];
                var kept = before is null ? [] : before.Speeds.Concat(before.Lines).Select(static row => row.Id).ToHashSet();
                await SwitchAccess.WriteAsync(
                    session, [.. Leave(now, forgets: false), .. restored, .. Forget(now.Speeds.Concat(now.Lines).Where(row => !kept.Contains(row.Id)))], CancellationToken.None);
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
                new Select(Ports, Condition.Is("name", port), ["_uuid", "tag", "trunks", "vlan_mode", "protected", "qos"]),
                new Select(Cards, Condition.Is("name", port), ["_uuid", "external_ids", "mtu_request", SwitchPlug.PolicingRate, SwitchPlug.PolicingBurst]),
                .. SwitchSpeed.Find(port),
            ], cancellationToken);
        var bridges = answers[0].Rows.ToDictionary(static row => row.Text("name") ?? "—", static row => (IReadOnlySet<Guid>)row.Rows("ports").ToHashSet(), StringComparer.Ordinal);
        return new Found(
            bridges, answers[1].Rows is [var found] ? found : null, answers[2].Rows is [var card] ? card : null,
            [.. answers[3].Rows.Where(SwitchSpeed.IsOurs)], [.. answers[4].Rows.Where(SwitchSpeed.IsOurs)]);
    }

    /// <summary>What nothing refers to any more of a port's speed: it was without a limit for the last time, or what made it was killed meanwhile.</summary>
    private static async Task ForgetUnusedAsync(OvsdbSession session, string port, CancellationToken cancellationToken)
    {
        var found = await FindAsync(session, port, cancellationToken);
        IReadOnlyList<OvsdbRow> unused = found.Port?.Row("qos") is { } used && found.Speeds.Any(row => row.Id == used)
            ? [.. found.Speeds.Where(row => row.Id != used)]
            : [.. found.Speeds, .. found.Lines];
        if (unused.Count > 0)
        {
            await SwitchAccess.WriteAsync(session, [.. Forget(unused)], cancellationToken);
        }
    }

    private static async Task ForgetUnusedAsync(OvsdbSession session, string run, Func<string, bool> isThere, CancellationToken cancellationToken)
    {
        var ours = new Condition("external_ids", "includes", OvsdbValue.Map([new(SwitchPlug.MadeBy, run)]));
        var answers = await session.TransactAsync(
            [new Select(SwitchSpeed.Kinds, [ours], ["_uuid", "external_ids"]), new Select(SwitchSpeed.Queues, [ours], ["_uuid", "external_ids"])], cancellationToken);
        foreach (var port in answers.SelectMany(static answer => answer.Rows).Select(SwitchSpeed.PortOf).OfType<string>().Distinct(StringComparer.Ordinal).Where(port => !isThere(port)))
        {
            await ForgetUnusedAsync(session, port, cancellationToken);
        }
    }

    private static IEnumerable<OvsdbOperation> Forget(IEnumerable<OvsdbRow> rows) => rows.SelectMany(static row => (IEnumerable<OvsdbOperation>)
    [
        // An identity is one table's: in the other it is nobody's.
        new Delete(SwitchSpeed.Kinds, Condition.Is(row.Id)), new Delete(SwitchSpeed.Queues, Condition.Is(row.Id)),
    ]);

    /// <param name="Bridges">The ports of each bridge.</param>
    /// <param name="Port">Its row in the table Port.</param>
    /// <param name="Card">Its row in the table Interface.</param>
    /// <param name="Speeds">Our rows of it in the table QoS.</param>
    /// <param name="Lines">Our rows of it in the table Queue.</param>
    private sealed record Found(
        IReadOnlyDictionary<string, IReadOnlySet<Guid>> Bridges, OvsdbRow? Port, OvsdbRow? Card, IReadOnlyList<OvsdbRow> Speeds, IReadOnlyList<OvsdbRow> Lines)
    {
        /// <summary>Whether it is as fast as we have said.</summary>
        public bool UsesOurs => Port?.Row("qos") is { } used && Speeds.Any(row => row.Id == used);

        /// <summary>What says so, where that is whole.</summary>
        public (Guid Kind, Guid Queue)? Speed => UsesOurs && Lines is [var line] ? (Port!.Row("qos")!.Value, line.Id) : null;
    }
}
