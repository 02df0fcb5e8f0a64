using Pando.Api.Host;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Networks.HostNetwork;

namespace Pando.Rest.Mapping;

/// <summary>The host's own network in the contract's words.</summary>
internal static class HostNetworkMapping
{
    // The words are those of the kernel's documentation (bonding.rst).
    private static readonly (BondMode Mode, string Word)[] Modes =
    [
        (BondMode.RoundRobin, "balance-rr"), (BondMode.ActiveBackup, "active-backup"), (BondMode.Xor, "balance-xor"), (BondMode.Broadcast, "broadcast"),
        (BondMode.Lacp, "802.3ad"), (BondMode.SendLoad, "balance-tlb"), (BondMode.Load, "balance-alb"),
    ];

    private static readonly (BondHashPolicy Policy, string Word)[] Policies =
        [(BondHashPolicy.Layer2, "layer2"), (BondHashPolicy.Layer23, "layer2+3"), (BondHashPolicy.Layer34, "layer3+4")];

    public static HostNetworkChange Of(HostNetworkChangeRequest request)
    {
        var action = Word("action", request.Action, Enum.GetValues<HostNetworkAction>().Select(static one => (one, Word(one))));
        return new HostNetworkChange(action, request.Name, request.Ports)
        {
            Vlan = request.Vlan,
            SpanningTree = request.SpanningTree,
            Bond = action != HostNetworkAction.Bond ? null : new BondSettings
            {
                Mode = request.BondMode is { } mode ? Word("bondMode", mode, Modes) : BondMode.ActiveBackup,
                MiimonMilliseconds = request.Miimon ?? new BondSettings().MiimonMilliseconds,
                HashPolicy = request.HashPolicy is { } policy ? Word("hashPolicy", policy, Policies) : null,
                LacpFast = request.LacpRate is { } rate ? Word("lacpRate", rate, [(false, "slow"), (true, "fast")]) : null,
            },
        };
    }

    public static HostNetwork Of(HostNetworkView view) => new()
    {
        Devices = [.. view.Devices.Select(Of)],
        Pending = view.Pending is { } pending ? Of(pending) : null,
    };

    public static HostNetworkPending Of(PendingChangeView pending) => new()
    {
        Job = pending.Job.ToString(),
        Action = Word(pending.Change.Action),
        Name = pending.Change.Name,
        Until = pending.Until,
        ManagedBy = pending.ManagedBy,
        Files = pending.Files,
        HasLentAddress = pending.HasLentAddress,
    };

    private static HostNetworkDevice Of(HostDeviceView device) => new()
    {
        Name = device.Link.Name,
        Kind = device.Link.Kind,
        Mac = device.Link.Mac is { } mac ? new MacAddress(mac).ToString() : null,
        Mtu = device.Link.Mtu,
        IsUp = device.Link.IsUp,
        HasCarrier = device.Link.HasCarrier,
        Master = device.Master,
        Lower = device.Lower,
        Vlan = device.Vlan,
        BondMode = device.Bond is { } bond ? Array.Find(Modes, one => one.Mode == bond.Mode).Word : null,
        MadeByPando = device.IsMadeHere,
        Addresses = [.. device.Addresses.Select(static address => $"{address.Address}/{address.Prefix}")],
        Routes =
        [
            .. device.Routes.Select(static route => new HostNetworkRoute
            {
                To = $"{route.To}/{route.Prefix}",
                Gateway = route.Gateway?.ToString(),
                Metric = route.Metric,
                Table = route.Table == DeviceRoute.Main ? null : route.Table,
            }),
        ],
    };

    private static string Word(HostNetworkAction action) => action.ToString().ToLowerInvariant();

    private static T Word<T>(string what, string word, IEnumerable<(T Value, string Word)> words)
    {
        var known = words.ToArray();
        return Array.FindIndex(known, one => one.Word == word) is >= 0 and var at
            ? known[at].Value
            : throw new CallerException(ErrorCodes.Request.Invalid, ("what", what), ("reason", string.Join(" | ", known.Select(static one => one.Word))));
    }
}
