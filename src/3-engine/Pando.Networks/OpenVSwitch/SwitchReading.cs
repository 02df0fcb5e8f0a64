using Pando.Ovsdb;
using Pando.Ovsdb.Operations;

namespace Pando.Networks.OpenVSwitch;

/// <summary>Reads bridges with their ports out of the database's tables.</summary>
internal static class SwitchReading
{
    public static async Task<IReadOnlyList<SwitchBridge>> BridgesAsync(OvsdbSession session, CancellationToken cancellationToken)
    {
        var answers = await session.TransactAsync(
            [
                new Select("Bridge", [], ["name", "ports", "datapath_type", "stp_enable", "rstp_enable", "mcast_snooping_enable", "other_config"]),
                new Select("Port", [], ["_uuid", "name", "interfaces", "tag", "trunks", "vlan_mode", "protected", "status", "rstp_status", "other_config"]),
                new Select("Interface", [], ["_uuid", "name", "type", "ofport", "error", "mtu", "mac_in_use", "options", "external_ids", "link_state", "admin_state"]),
            ], cancellationToken);
        var interfaces = answers[2].Rows.ToDictionary(static row => row.Id, Interface);
        var ports = answers[1].Rows.ToDictionary(static row => row.Id, row => Port(row, interfaces));
        return
        [
            .. answers[0].Rows
                .Select(row => new SwitchBridge(
                    row.Text("name") ?? "—", row.Text("datapath_type") is { Length: > 0 } kind ? kind : SwitchBridge.KernelDatapath, row.Flag("stp_enable") == true || row.Flag("rstp_enable") == true,
                    [.. Known(row.Rows("ports"), ports).OrderBy(static port => port.Name, StringComparer.Ordinal)])
                {
                    IsRapid = row.Flag("rstp_enable") == true,
                    SnoopsMulticast = row.Flag("mcast_snooping_enable") == true,
                    Settings = row.Map("other_config"),
                })
                .OrderBy(static bridge => bridge.Name, StringComparer.Ordinal),
        ];
    }

    private static SwitchPort Port(OvsdbRow row, Dictionary<Guid, SwitchInterface> interfaces) => new(
        row.Text("name") ?? "—", (int?)row.Number("tag"), [.. row.Numbers("trunks").Select(static vlan => (int)vlan).Order()], row.Text("vlan_mode"), row.Flag("protected") == true,
        [.. Known(row.Rows("interfaces"), interfaces)])
    {
        LoopState = row.Map("rstp_status").GetValueOrDefault("rstp_port_state") ?? row.Map("status").GetValueOrDefault("stp_state"),
        Settings = row.Map("other_config"),
    };

    private static SwitchInterface Interface(OvsdbRow row) => new(
        row.Text("name") ?? "—", row.Text("type") ?? string.Empty,
        row.Number("ofport") > 0 && row.Text("link_state") != "down" && row.Text("admin_state") != "down",
        row.Text("error"), (int?)row.Number("mtu"), row.Text("mac_in_use"), row.Map("options"), row.Map("external_ids"))
    {
        Number = (int?)row.Number("ofport"),
    };

    // A row that another transaction is about to remove may be named still.
    private static IEnumerable<T> Known<T>(IEnumerable<Guid> ids, Dictionary<Guid, T> all) => ids.Where(all.ContainsKey).Select(id => all[id]);
}
