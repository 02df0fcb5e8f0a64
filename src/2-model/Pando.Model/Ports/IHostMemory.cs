using Pando.Model.Errors;
using Pando.Model.Host;

namespace Pando.Model.Ports;

/// <summary>Looks at how the host deals with the memory of machines, and changes it. What is changed lasts until the host restarts.</summary>
public interface IHostMemory
{
    /// <summary>As it is now.</summary>
    HostMemory Read();

    /// <summary>Changes the merging of equal pages.</summary>
    /// <exception cref="CallerException"><c>host.no-merging</c>: the kernel has none.</exception>
    /// <exception cref="MachineryException"><c>host.not-changed</c>: the kernel refused; its words are kept.</exception>
    HostMemory Change(MergedPagesChange change);

    /// <summary>
    /// Makes or takes away huge pages. The kernel gives what it finds: the pool's <see cref="HugePagePool.Total"/> says how many there
    /// are then.
    /// </summary>
    /// <param name="node">Of this NUMA node; null: the kernel spreads them over all.</param>
    /// <param name="pageKiB">Of this size.</param>
    /// <param name="count">How many there shall be.</param>
    /// <exception cref="CallerException"><c>host.no-huge-pages</c>: no such size or node.</exception>
    /// <exception cref="MachineryException"><c>host.not-changed</c>: the kernel refused; its words are kept.</exception>
    HostMemory SetHugePages(int? node, long pageKiB, long count);
}
