namespace Pando.Model.NetworkFilters;

/// <summary>
/// Rules for what goes in and out of interfaces (<see href="https://libvirt.org/formatnwfilter.html"/>). Interfaces and other filters
/// refer to it by its name.
/// </summary>
public sealed record NetworkFilterDefinition
{
    /// <summary>Its uuid.</summary>
    public required NetworkFilterId Id { get; init; }

    /// <summary>Unique among the filters of a host.</summary>
    public required string Name { get; init; }

    /// <summary>Which chain its own rules are in: <c>root</c>, or one that begins with a protocol.</summary>
    public string Chain { get; init; } = FilterChains.Root;

    /// <summary>When its chain's turn is among the rules of the root chain, −1000…1000: the lowest number is first.</summary>
    public int Priority { get; init; }

    /// <summary>Rules and other filters, in their order.</summary>
    public EquatableArray<FilterEntry> Entries { get; init; } = [];

    /// <summary>The other filters that it takes in.</summary>
    public IEnumerable<FilterInclude> Includes => Entries.Items.OfType<FilterInclude>();

    /// <summary>Its own rules.</summary>
    public IEnumerable<FilterRule> Rules => Entries.Items.OfType<FilterRule>();
}
