using Pando.Domains.Statistics;
using Pando.Model.Domains;

namespace Pando.Rest.Tests.Serving;

/// <summary>Figures that a test gives.</summary>
internal sealed class FakeStatistics : IDomainStatistics
{
    public IReadOnlyList<MachineStatistics> Figures { get; set; } = [];

    public List<string> Asked { get; } = [];

    public IReadOnlyList<MachineStatistics> Read(IReadOnlyCollection<DomainId>? machines, IReadOnlyCollection<StatisticsGroup> groups, bool chains = false)
    {
        Asked.Add($"read {machines?.Count.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "all"} {string.Join(',', groups)}{(chains ? " of chains" : "")}");
        return Figures;
    }

    public Task RefreshAsync(IReadOnlyCollection<DomainId>? machines, CancellationToken cancellationToken = default)
    {
        Asked.Add("refresh");
        return Task.CompletedTask;
    }

    public Task RefreshOutdatedAsync(IReadOnlyCollection<DomainId>? machines, CancellationToken cancellationToken = default) => RefreshAsync(machines, cancellationToken);

    public ThreadReport Threads { get; set; } = new([], [], null);

    public Task<ThreadReport> ThreadsAsync(DomainId id, CancellationToken cancellationToken = default) => Task.FromResult(Threads);

    public Task MeasureDirtyRateAsync(DomainId id, int seconds, string? mode = null, CancellationToken cancellationToken = default)
    {
        Asked.Add($"measure {seconds}{mode}");
        return Task.CompletedTask;
    }
}
