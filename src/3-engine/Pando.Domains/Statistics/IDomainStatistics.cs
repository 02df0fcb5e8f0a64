using Pando.Model.Domains;

namespace Pando.Domains.Statistics;

/// <summary>
/// The figures of machines, from a cache that a sampler keeps: reading it asks nobody and waits for nobody, and the figures
/// say how old they are.
/// </summary>
public interface IDomainStatistics
{
    /// <summary>The figures of these machines, or of all of them.</summary>
    /// <param name="machines">Which; null: all.</param>
    /// <param name="groups">Which figures; empty: all.</param>
    /// <param name="chains">Of disks, an entry for each image of their chains instead of one for each disk.</param>
    IReadOnlyList<MachineStatistics> Read(IReadOnlyCollection<DomainId>? machines, IReadOnlyCollection<StatisticsGroup> groups, bool chains = false);

    /// <summary>Takes the figures of these machines anew first; a QEMU that does not answer is given up after a limit.</summary>
    Task RefreshAsync(IReadOnlyCollection<DomainId>? machines, CancellationToken cancellationToken = default);

    /// <summary>The same of those of them alone that nobody has looked at yet, or whose devices are others since.</summary>
    Task RefreshOutdatedAsync(IReadOnlyCollection<DomainId>? machines, CancellationToken cancellationToken = default);

    /// <summary>The threads of a running machine: QEMU is asked which they are, the kernel where. Throws <c>domain.not-running</c>….</summary>
    Task<ThreadReport> ThreadsAsync(DomainId id, CancellationToken cancellationToken = default);

    /// <summary>Begins to measure how quickly a guest writes into its memory. Throws <c>domain.not-running</c>….</summary>
    /// <param name="id">The machine.</param>
    /// <param name="seconds">For how long.</param>
    /// <param name="mode">QEMU's word for how; null: by samples of pages.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task MeasureDirtyRateAsync(DomainId id, int seconds, string? mode = null, CancellationToken cancellationToken = default);
}
