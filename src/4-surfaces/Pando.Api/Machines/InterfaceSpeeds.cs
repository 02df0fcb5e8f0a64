namespace Pando.Api.Machines;

/// <summary>How fast a machine's network card may be. As an answer, an absent direction is not limited; as a change, it stays.</summary>
public sealed record InterfaceSpeeds
{
    /// <summary>Towards the guest.</summary>
    public InterfaceSpeed? Inbound { get; init; }

    /// <summary>From the guest.</summary>
    public InterfaceSpeed? Outbound { get; init; }
}

/// <summary>A limit of one direction; as a change, one whose numbers are all 0 or absent takes the limit away.</summary>
public sealed record InterfaceSpeed
{
    /// <summary>The average, in KiB a second.</summary>
    public int? AverageKiB { get; init; }

    /// <summary>The most as long as a burst lasts, in KiB a second; at least the average.</summary>
    public int? PeakKiB { get; init; }

    /// <summary>How many KiB may go at the peak.</summary>
    public int? BurstKiB { get; init; }

    /// <summary>What the guest gets of its network's speed in any case, in KiB a second; towards the guest only.</summary>
    public int? FloorKiB { get; init; }
}
