namespace Pando.Linux.Networking;

/// <summary>How the ports of a bond share the work (linux/if_bonding.h, BOND_MODE_…).</summary>
public enum BondMode
{
    /// <summary>One after the other.</summary>
    RoundRobin = 0,

    /// <summary>One works, the others wait for it to fail.</summary>
    ActiveBackup = 1,

    /// <summary>By addresses.</summary>
    Xor = 2,

    /// <summary>Everything on all.</summary>
    Broadcast = 3,

    /// <summary>As agreed with the switch (IEEE 802.3ad, LACP).</summary>
    Lacp = 4,

    /// <summary>What is sent is shared by load; the switch need not know.</summary>
    SendLoad = 5,

    /// <summary>What is sent and received is shared by load; the switch need not know.</summary>
    Load = 6,
}

/// <summary>By what a bond chooses the port of a packet (linux/if_bonding.h, BOND_XMIT_POLICY_…).</summary>
public enum BondHashPolicy
{
    /// <summary>By cards' addresses.</summary>
    Layer2 = 0,

    /// <summary>By addresses and ports.</summary>
    Layer34 = 1,

    /// <summary>By cards' addresses and addresses.</summary>
    Layer23 = 2,
}

/// <summary>How a bond works (linux/if_link.h, IFLA_BOND_…).</summary>
public sealed record BondSettings
{
    /// <summary>How its ports share the work.</summary>
    public BondMode Mode { get; init; }

    /// <summary>How often it is looked whether a port has a carrier, in milliseconds; 0 is never.</summary>
    public int MiimonMilliseconds { get; init; } = 100;

    /// <summary>By what the port of a packet is chosen; null is the kernel's usual.</summary>
    public BondHashPolicy? HashPolicy { get; init; }

    /// <summary>Whether the switch is asked every second instead of every thirty; only with LACP.</summary>
    public bool? LacpFast { get; init; }
}
