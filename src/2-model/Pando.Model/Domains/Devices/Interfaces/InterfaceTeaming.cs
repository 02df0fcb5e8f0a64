namespace Pando.Model.Domains.Devices;

/// <summary>One of two cards that the guest uses as one (net_failover).</summary>
/// <param name="Persistent">
/// The alias of the card that stays, for the one that is unplugged before a migration; null for the one that stays.
/// </param>
public sealed record InterfaceTeaming(DeviceAlias? Persistent = null)
{
    /// <summary>Whether it is the one that is unplugged.</summary>
    public bool IsTransient => Persistent is not null;
}
