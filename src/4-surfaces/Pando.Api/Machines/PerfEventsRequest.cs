namespace Pando.Api.Machines;

/// <summary>What is counted of a machine from now on; what is in neither list stays as it is.</summary>
public sealed record PerfEventsRequest
{
    /// <summary>What is counted, in libvirt's words: <c>cpu_cycles</c>, <c>page_faults</c>….</summary>
    public IReadOnlyList<string>? Enable { get; init; }

    /// <summary>What is counted no longer.</summary>
    public IReadOnlyList<string>? Disable { get; init; }
}
