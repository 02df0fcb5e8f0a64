namespace Pando.Model.Domains;

/// <summary>Which processors of the host a machine's threads may use, where nothing more is said of a thread.</summary>
public enum VcpuPlacement
{
    /// <summary>Those of <see cref="DomainDefinition.CpuSet"/>.</summary>
    Static,

    /// <summary>Those of the NUMA nodes that the host finds best when the machine starts.</summary>
    Auto,
}

/// <summary>One virtual processor, where each is spoken of by itself.</summary>
/// <param name="Id">From 0.</param>
/// <param name="Enabled">Whether it is there at the start; the first always is.</param>
/// <param name="Hotpluggable">Whether it can be plugged and unplugged; one that is not there must be.</param>
/// <param name="Order">The order in which they are plugged; either all that are there have one, or none.</param>
public sealed record VcpuState(int Id, bool Enabled, bool Hotpluggable, int? Order = null);
