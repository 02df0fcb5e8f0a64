using System.Globalization;
using Pando.Linux.Networking;

namespace Pando.Networks.HostNetwork.Configuration;

/// <summary>How a bond works in the kernel's own words (bonding.rst), which all configurations use.</summary>
internal static class BondWords
{
    public static string Mode(BondSettings bond) => bond.Mode switch
    {
        BondMode.RoundRobin => "balance-rr",
        BondMode.ActiveBackup => "active-backup",
        BondMode.Xor => "balance-xor",
        BondMode.Broadcast => "broadcast",
        BondMode.Lacp => "802.3ad",
        BondMode.SendLoad => "balance-tlb",
        _ => "balance-alb",
    };

    public static string? Policy(BondSettings bond) => bond.HashPolicy switch
    {
        BondHashPolicy.Layer2 => "layer2",
        BondHashPolicy.Layer23 => "layer2+3",
        BondHashPolicy.Layer34 => "layer3+4",
        _ => null,
    };

    public static string? Rate(BondSettings bond) => bond.LacpFast switch { true => "fast", false => "slow", _ => null };

    public static string Miimon(BondSettings bond) => bond.MiimonMilliseconds.ToString(CultureInfo.InvariantCulture);
}
