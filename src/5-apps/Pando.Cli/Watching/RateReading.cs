using Pando.Api.Statistics;

namespace Pando.Cli.Watching;

/// <summary>Readings of the statistics one after the other, each held against the one before.</summary>
internal sealed class RateReading(Run run, IReadOnlyCollection<string> machines)
{
    private static readonly string[] Groups = ["cpu", "balloon", "vcpu", "net", "block"];

    private Dictionary<string, MachineStatistics> _before = [];

    /// <summary>The machines that run, by name; without rates at the first reading.</summary>
    public async Task<IReadOnlyList<MachineRates>> ReadAsync(CancellationToken cancellationToken)
    {
        // Fresh: the cache's own turns would show every other moment twice.
        var now = await run.Client.GetStatisticsAsync(machines, Groups, fresh: true, cancellationToken: cancellationToken);
        IReadOnlyList<MachineRates> rates = [.. now.Select(machine => MachineRates.Of(_before.GetValueOrDefault(machine.Id), machine)).OfType<MachineRates>()];
        _before = now.ToDictionary(machine => machine.Id, StringComparer.Ordinal);
        return rates;
    }
}
