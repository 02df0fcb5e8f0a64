using Pando.Model.NetworkFilters;
using Pando.Networks.Filters;
using Wire = Pando.Api.Networks;

namespace Pando.Rest.Mapping;

/// <summary>Network filters in the contract's words.</summary>
internal static class NetworkFilterMapping
{
    public static Wire.NetworkFilter Of(NetworkFilterView view, ILookup<string, (string Machine, string Device)> behind) => new()
    {
        Id = view.Id.Value,
        Name = view.Name,
        Chain = view.Definition.Chain,
        Priority = view.Definition.Priority,
        Version = view.Version,
        Rules = view.Definition.Rules.Count(),
        Includes = [.. view.Definition.Includes.Select(static include => include.Reference.Filter)],
        Interfaces = [.. behind[view.Name].Select(static card => new Wire.FilteredInterface { Machine = card.Machine, Device = card.Device })],
    };

    public static Wire.FilterBinding Of(FilterBinding binding) => new()
    {
        Port = binding.Port,
        Filter = binding.Filter.Filter,
        Machine = binding.Owner,
        Mac = binding.Mac.ToString(),
    };
}
