namespace Pando.Model.Domains.Devices;

/// <summary>How fast an interface may be, as the guest sees it.</summary>
/// <param name="Inbound">Towards the guest; null is without a limit.</param>
/// <param name="Outbound">From the guest; null is without a limit.</param>
public sealed record InterfaceBandwidth(BandwidthLimit? Inbound, BandwidthLimit? Outbound);

/// <summary>A limit of one direction.</summary>
public sealed record BandwidthLimit
{
    /// <summary>The average in KiB a second; null only where there is a floor.</summary>
    public int? AverageKiB { get; init; }

    /// <summary>The most in KiB a second for as long as a burst lasts.</summary>
    public int? PeakKiB { get; init; }

    /// <summary>How many KiB may go at the peak.</summary>
    public int? BurstKiB { get; init; }

    /// <summary>What is guaranteed on a virtual network, in KiB a second; inbound only.</summary>
    public int? FloorKiB { get; init; }
}
