using Pando.Model.Domains.Devices;
using Pando.Ovsdb;
using Pando.Ovsdb.Operations;

namespace Pando.Networks.OpenVSwitch;

/// <summary>
/// How fast a port is that the switch sends by, towards its guest: a row of the table QoS with one queue (ovs-vswitchd.conf.db(5),
/// <c>linux-htb</c>). Both outlive the port unless somebody removes them.
/// </summary>
internal static class SwitchSpeed
{
    public const string Kinds = "QoS";
    public const string Queues = "Queue";

    private const string Kind = "linux-htb";
    private const string Settings = "other_config";
    private const string Device = "ifname";
    private const long BitsOfKiB = 8 * 1024;

    /// <summary>Reads what is of a port.</summary>
    public static IReadOnlyList<OvsdbOperation> Find(string port)
    {
        IReadOnlyList<Condition> ofPort = [new Condition("external_ids", "includes", OvsdbValue.Map([new(Device, port)]))];
        return [new Select(Kinds, ofPort, ["_uuid", "external_ids", Settings]), new Select(Queues, ofPort, ["_uuid", "external_ids", Settings])];
    }

    /// <summary>Whether a row is a daemon's of ours, and not libvirt's or somebody's.</summary>
    public static bool IsOurs(OvsdbRow row) => row.Map("external_ids").ContainsKey(SwitchPlug.MadeBy);

    /// <summary>The port that a row is of.</summary>
    public static string? PortOf(OvsdbRow row) => row.Map("external_ids").GetValueOrDefault(Device);

    /// <summary>Has the rows say how fast a port is to be.</summary>
    /// <param name="plug">The port.</param>
    /// <param name="known">The rows that are there already; null is none.</param>
    /// <param name="qos">What the column of the port is to have; null leaves it.</param>
    public static IReadOnlyList<OvsdbOperation> Set(SwitchPlug plug, (Guid Kind, Guid Queue)? known, out OvsdbValue? qos)
    {
        if (plug.Bandwidth?.Inbound is not { AverageKiB: { } average } limit)
        {
            qos = known is null ? null : OvsdbValue.Nothing;
            return [];
        }
        // A queue borrows, for as long as it likes, what the whole port may have: a port with a peak is as fast as that, as with libvirt.
        var most = Text(limit.PeakKiB ?? average);
        var whole = OvsdbValue.Map([new("max-rate", most)]);
        var part = OvsdbValue.Map([new("min-rate", Text(average)), new("max-rate", most), .. limit.BurstKiB is { } burst ? [new("burst", Text(burst))] : Array.Empty<KeyValuePair<string, string>>()]);
        if (known is { } there)
        {
            qos = OvsdbValue.Of(there.Kind);
            return [new Update(Kinds, Condition.Is(there.Kind), Columns((Settings, whole))), new Update(Queues, Condition.Is(there.Queue), Columns((Settings, part)))];
        }
        qos = OvsdbValue.Inserted("speed");
        var ids = OvsdbValue.Map([new(Device, plug.Port), new(SwitchPlug.MadeBy, plug.Run), .. plug.MachineId is { } id ? [new("vm-id", id.ToString())] : Array.Empty<KeyValuePair<string, string>>()]);
        return
        [
            new Insert(Queues, Columns((Settings, part), ("external_ids", ids)), "line"),
            new Insert(Kinds, Columns(("type", OvsdbValue.Of(Kind)), (Settings, whole), ("external_ids", ids), ("queues", OvsdbValue.Numbered([new(0, OvsdbValue.Inserted("line"))]))), "speed"),
        ];
    }

    private static string Text(int kibibytes) => ((long)kibibytes * BitsOfKiB).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static Dictionary<string, OvsdbValue> Columns(params IEnumerable<(string Name, OvsdbValue Value)> columns) =>
        columns.ToDictionary(static column => column.Name, static column => column.Value, StringComparer.Ordinal);
}
