using Pando.Model.NetworkFilters;

namespace Pando.Networks.Filters;

/// <summary>A network filter as it is published: immutable, exchanged as a whole.</summary>
/// <param name="Definition">What it says.</param>
/// <param name="Version">The number of that version.</param>
public sealed record NetworkFilterView(NetworkFilterDefinition Definition, int Version)
{
    /// <summary>Its identity.</summary>
    public NetworkFilterId Id => Definition.Id;

    /// <summary>Its name.</summary>
    public string Name => Definition.Name;
}
