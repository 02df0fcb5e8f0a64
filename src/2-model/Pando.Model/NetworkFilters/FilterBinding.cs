using Pando.Model.Domains.Devices;

namespace Pando.Model.NetworkFilters;

/// <summary>A device of the host that stands behind a network filter (<see href="https://libvirt.org/formatnwfilter.html"/>, filter bindings).</summary>
/// <param name="Port">The name of the device.</param>
/// <param name="Owner">The name of the machine that it is of.</param>
/// <param name="Mac">The address of the guest behind it.</param>
/// <param name="Filter">The filter, and what its variables stand for.</param>
public sealed record FilterBinding(string Port, string Owner, MacAddress Mac, FilterReference Filter)
{
    /// <summary>The machine's uuid; null where nobody said it.</summary>
    public Guid? OwnerId { get; init; }
}
