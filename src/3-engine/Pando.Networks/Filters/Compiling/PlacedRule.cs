using Pando.Model.NetworkFilters;

namespace Pando.Networks.Filters.Compiling;

/// <summary>A rule of a filter that an interface stands behind, directly or by way of others.</summary>
/// <param name="Filter">The filter that it is written in.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Values">What variables stand for there.</param>
internal sealed record PlacedRule(NetworkFilterDefinition Filter, FilterRule Rule, FilterVariables Values);
