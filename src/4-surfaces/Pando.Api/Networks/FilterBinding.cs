namespace Pando.Api.Networks;

/// <summary>A device of the host that stands behind a network filter.</summary>
public sealed record FilterBinding
{
    /// <summary>The name of the device.</summary>
    public required string Port { get; init; }

    /// <summary>The filter.</summary>
    public required string Filter { get; init; }

    /// <summary>The machine that it is of.</summary>
    public required string Machine { get; init; }

    /// <summary>The address of the guest behind it.</summary>
    public required string Mac { get; init; }
}
