using System.Collections.Frozen;
using Pando.Model.Domains.Devices;
using Pando.Ovsdb;

namespace Pando.Networks.OpenVSwitch;

/// <summary>A machine's card as the switch is to have it, in libvirt's words: controllers of networks look for these.</summary>
/// <param name="Bridge">The bridge.</param>
/// <param name="Port">The tap.</param>
/// <param name="Mac">The guest's address.</param>
/// <param name="Run">What says which daemon made it.</param>
internal sealed record SwitchPlug(string Bridge, string Port, MacAddress Mac, string Run)
{
    /// <summary>The key that says which daemon made a port.</summary>
    public const string MadeBy = "pando-run";

    /// <summary>What a port may send into the switch, in kbit/s, and its burst in kbit (ovs-vswitchd.conf.db(5)).</summary>
    public const string PolicingRate = "ingress_policing_rate";

    /// <summary>Its burst.</summary>
    public const string PolicingBurst = "ingress_policing_burst";

    private const string Policed = "pando-policed";
    private const int BitsOfByte = 8;
    private const string GuestAddress = "attached-mac";
    private const string Identity = "iface-id";

    /// <summary>The machine's uuid.</summary>
    public Guid? MachineId { get; init; }

    /// <summary>The identity of the port; null lets one be made.</summary>
    public Guid? InterfaceId { get; init; }

    /// <summary>The profile of the port.</summary>
    public string? Profile { get; init; }

    /// <summary>Its VLANs; null is none of its own.</summary>
    public VlanTags? Vlan { get; init; }

    /// <summary>Whether it is kept from other isolated ports.</summary>
    public bool IsIsolated { get; init; }

    /// <summary>The largest packet; null is the bridge's.</summary>
    public int? Mtu { get; init; }

    /// <summary>How fast it may be; null is without a limit.</summary>
    public InterfaceBandwidth? Bandwidth { get; init; }

    /// <summary>Whether a row of the table Interface is that of a card with this address.</summary>
    public static bool IsOf(OvsdbRow card, string mac) => card.Map("external_ids").TryGetValue(GuestAddress, out var has) && has == mac;

    /// <summary>What of it stands in the table Port.</summary>
    public Dictionary<string, OvsdbValue> PortColumns()
    {
        var native = Vlan?.Tags.Items.FirstOrDefault(static tag => tag.Native is not null);
        return new Dictionary<string, OvsdbValue>(StringComparer.Ordinal)
        {
            ["tag"] = OvsdbValue.OfOptional(native?.Id ?? (Vlan is { Trunk: false } one ? one.Tags[0].Id : null)),
            ["trunks"] = OvsdbValue.Set((Vlan is { Trunk: true } trunk ? trunk.Tags.Items.Select(static tag => tag.Id) : []).Select(static id => OvsdbValue.Of(id))),
            ["vlan_mode"] = OvsdbValue.OfOptional(native?.Native switch { NativeVlan.Tagged => "native-tagged", NativeVlan.Untagged => "native-untagged", _ => null }),
            ["protected"] = OvsdbValue.Of(IsIsolated),
        };
    }

    /// <summary>What of it stands in the table Interface.</summary>
    /// <param name="before">The row, where there is one.</param>
    public Dictionary<string, OvsdbValue> InterfaceColumns(OvsdbRow? before)
    {
        var ids = new Dictionary<string, string>(before?.Map("external_ids") ?? FrozenDictionary<string, string>.Empty, StringComparer.Ordinal)
        {
            [GuestAddress] = Mac.ToString(),
            ["iface-status"] = "active",
            [MadeBy] = Run,
        };
        // A port keeps what it is known by.
        ids[Identity] = InterfaceId?.ToString() ?? ids.GetValueOrDefault(Identity) ?? Guid.NewGuid().ToString();
        Put("vm-id", MachineId?.ToString());
        Put("port-profile", Profile);
        var policed = ids.Remove(Policed);
        var columns = new Dictionary<string, OvsdbValue>(StringComparer.Ordinal) { ["mtu_request"] = OvsdbValue.OfOptional(Mtu) };
        if (Bandwidth?.Outbound?.AverageKiB is { } average)
        {
            ids[Policed] = "yes";
            columns[PolicingRate] = OvsdbValue.Of((long)average * BitsOfByte);
            columns[PolicingBurst] = OvsdbValue.Of((long)(Bandwidth.Outbound.BurstKiB ?? 0) * BitsOfByte);
        }
        else if (policed)
        {
            // What somebody else has set stays.
            columns[PolicingRate] = columns[PolicingBurst] = OvsdbValue.Of(0);
        }
        columns["external_ids"] = OvsdbValue.Map(ids);
        return columns;

        void Put(string key, string? value)
        {
            ids.Remove(key);
            if (value is not null)
            {
                ids[key] = value;
            }
        }
    }
}
