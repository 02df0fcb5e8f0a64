using Pando.Linux.Networking.Netlink;
using static Pando.Linux.Networking.Netlink.LinkMessages;

namespace Pando.Linux.Networking;

/// <summary>Devices that stand on others: VLANs and bonds (linux/if_link.h, IFLA_VLAN_…, IFLA_BOND_…).</summary>
public sealed partial class NetworkLinks
{
    private const ushort VlanNumber = 1;
    private const ushort BondModeAttribute = 1;
    private const ushort BondMiimon = 3;
    private const ushort BondHashAttribute = 14;
    private const ushort BondLacpRate = 21;

    /// <summary>Makes a device for one VLAN of another device, switched off. Throws with EEXIST where the name is taken, with EOPNOTSUPP where the kernel has none.</summary>
    public NetworkLink MakeVlan(string name, NetworkLink lower, int vlan)
    {
        ArgumentNullException.ThrowIfNull(lower);
        _kernel.Ask(
            new NetlinkRequest(NewLink, NetlinkFlags.Create | NetlinkFlags.Exclusive, Link(0))
                .Add(Name, name)
                .Add(Lower, (uint)lower.Index)
                .Nest(LinkInfo, info => info.Add(InfoKind, "vlan").Nest(InfoData, data => data.Add(VlanNumber, BitConverter.GetBytes((ushort)vlan)))),
            name);
        return Find(name) ?? throw new SyscallException("rtnetlink", Errno.ENODEV, name);
    }

    /// <summary>Makes a bond without ports, switched off. Throws with EEXIST where the name is taken, with EOPNOTSUPP where the kernel has none.</summary>
    public NetworkLink MakeBond(string name, BondSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _kernel.Ask(
            new NetlinkRequest(NewLink, NetlinkFlags.Create | NetlinkFlags.Exclusive, Link(0))
                .Add(Name, name)
                .Nest(LinkInfo, info => info.Add(InfoKind, "bond").Nest(InfoData, data =>
                {
                    data.Add(BondModeAttribute, (byte)settings.Mode);
                    data.Add(BondMiimon, (uint)settings.MiimonMilliseconds);
                    if (settings.HashPolicy is { } policy)
                    {
                        data.Add(BondHashAttribute, (byte)policy);
                    }

                    if (settings.LacpFast is { } fast)
                    {
                        data.Add(BondLacpRate, fast ? (byte)1 : (byte)0);
                    }
                })),
            name);
        return Find(name) ?? throw new SyscallException("rtnetlink", Errno.ENODEV, name);
    }

    /// <summary>The number of a VLAN's device; null where it is none, or is gone.</summary>
    public int? ReadVlan(string name) => ReadData(name, "vlan")?.Bytes(VlanNumber) is [var low, var high] ? low | (high << 8) : null;

    /// <summary>How a bond works; null where it is none, or is gone.</summary>
    public BondSettings? ReadBond(string name) => ReadData(name, "bond") is { } data && data.Bytes(BondModeAttribute) is [var mode]
        ? new BondSettings
        {
            Mode = (BondMode)mode,
            MiimonMilliseconds = (int)(data.Number(BondMiimon) ?? 0),
            HashPolicy = data.Bytes(BondHashAttribute) is [var policy] ? (BondHashPolicy)policy : null,
            LacpFast = mode == (byte)BondMode.Lacp && data.Bytes(BondLacpRate) is [var rate] ? rate == 1 : null,
        }
        : null;

    private NetlinkAttributes? ReadData(string name, string kind)
    {
        try
        {
            byte[] answer = _kernel.Ask(new NetlinkRequest(GetLink, 0, Link(0)).Add(Name, name), name)[0];
            return new NetlinkAttributes(answer.AsSpan(LinkBytes)).Nested(LinkInfo) is { } info && info.Text(InfoKind) == kind ? info.Nested(InfoData) : null;
        }
        catch (SyscallException e) when (e.Errno == Errno.ENODEV)
        {
            return null;
        }
    }
}
