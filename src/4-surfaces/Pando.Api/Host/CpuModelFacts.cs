namespace Pando.Api.Host;

/// <summary>A named processor that machines can have.</summary>
public sealed record CpuModelFacts
{
    /// <summary>As definitions name it: <c>EPYC-Rome</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Whether a guest gets all of it on this host; absent where QEMU does not say.</summary>
    public bool? Usable { get; init; }

    /// <summary>The features that a guest does not get.</summary>
    public IReadOnlyList<string>? Missing { get; init; }

    /// <summary>Whether QEMU advises against it.</summary>
    public bool Deprecated { get; init; }

    /// <summary>The versioned model that it is another name of.</summary>
    public string? StandsFor { get; init; }
}
