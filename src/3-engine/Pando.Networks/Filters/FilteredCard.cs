using Pando.Model.Domains.Devices;

namespace Pando.Networks.Filters;

/// <summary>An interface of a running machine that stands behind a filter.</summary>
/// <param name="Machine">The machine's name, for errors.</param>
/// <param name="Device">The interface's alias, for errors.</param>
/// <param name="Tap">The name of the host's end.</param>
/// <param name="TapIndex">Its number: names are used anew.</param>
/// <param name="Mac">The guest's address.</param>
/// <param name="Network">The virtual network that it is on; null on a bridge of somebody else's.</param>
/// <param name="Filter">The filter, and what its variables stand for.</param>
internal sealed record FilteredCard(string Machine, string Device, string Tap, int TapIndex, MacAddress Mac, string? Network, FilterReference Filter)
{
    /// <summary>The machine's uuid; null in what an earlier daemon wrote.</summary>
    public Guid? MachineId { get; init; }
}
