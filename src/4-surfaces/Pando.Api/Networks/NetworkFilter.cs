namespace Pando.Api.Networks;

/// <summary>A filter of what goes in and out of interfaces.</summary>
public sealed record NetworkFilter
{
    /// <summary>Its uuid.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its name, which interfaces and other filters say.</summary>
    public required string Name { get; init; }

    /// <summary>The chain that its own rules are in: <c>root</c>, or one that begins with a protocol.</summary>
    public required string Chain { get; init; }

    /// <summary>When that chain's turn is, −1000…1000.</summary>
    public int Priority { get; init; }

    /// <summary>The version of its definition.</summary>
    public int Version { get; init; }

    /// <summary>How many rules of its own it has.</summary>
    public int Rules { get; init; }

    /// <summary>The filters that it takes in.</summary>
    public IReadOnlyList<string> Includes { get; init; } = [];

    /// <summary>The interfaces of running machines that stand behind it, directly or by way of other filters.</summary>
    public IReadOnlyList<FilteredInterface> Interfaces { get; init; } = [];
}

/// <summary>An interface that stands behind a filter.</summary>
public sealed record FilteredInterface
{
    /// <summary>The machine's name.</summary>
    public required string Machine { get; init; }

    /// <summary>The interface's alias: <c>net0</c>.</summary>
    public required string Device { get; init; }
}
