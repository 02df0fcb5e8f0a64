namespace Pando.Api.Networks;

/// <summary>A virtual function of a card (SR-IOV) that a network gives to machines.</summary>
public sealed record NetworkFunction
{
    /// <summary>Its place on the host's PCI: <c>0000:01:10.0</c>.</summary>
    public required string Address { get; init; }

    /// <summary>The machine that has it; absent where it is free.</summary>
    public string? Machine { get; init; }

    /// <summary>The alias of that machine's interface.</summary>
    public string? Device { get; init; }
}
