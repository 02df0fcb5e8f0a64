using System.Globalization;
using Pando.Api.Json;
using Pando.Api.Routes;
using Pando.Api.Statistics;

namespace Pando.Api.Client;

public sealed partial class PandoClient
{
    /// <summary>The figures of machines; null and empty mean all. With <paramref name="backing"/> those of disks have an entry for each image.</summary>
    public Task<IReadOnlyList<MachineStatistics>> GetStatisticsAsync(
        IReadOnlyCollection<string>? machines = null, IReadOnlyCollection<string>? groups = null, bool fresh = false, bool backing = false,
        CancellationToken cancellationToken = default) =>
        AskAsync(
            Question(Query(
                ApiRoutes.Statistics, (ApiQuery.Machines, List(machines)), (ApiQuery.Groups, List(groups)), (ApiQuery.Fresh, Flag(fresh)), (ApiQuery.Backing, Flag(backing)))),
            PandoJson.Default.IReadOnlyListMachineStatistics, cancellationToken);

    /// <summary>Begins to measure how quickly a guest writes into its memory.</summary>
    public Task MeasureDirtyRateAsync(string machine, int seconds = 1, string? mode = null, CancellationToken cancellationToken = default)
    {
        var target = Query(
            ApiRoutes.Fill(ApiRoutes.DirtyRate, machine), (ApiQuery.Seconds, seconds.ToString(CultureInfo.InvariantCulture)), (ApiQuery.Mode, mode));
        return DoAsync(Change("POST", target), cancellationToken);
    }

    /// <summary>Says what is counted of a machine.</summary>
    public Task<Machines.Machine> SetPerfEventsAsync(string machine, Machines.PerfEventsRequest request, string? scope = null, CancellationToken cancellationToken = default) =>
        AskAsync(
            Change("PUT", Query(ApiRoutes.Fill(ApiRoutes.PerfEvents, machine), (ApiQuery.Scope, scope)), request, PandoJson.Default.PerfEventsRequest),
            PandoJson.Default.Machine, cancellationToken);

    private static string? List(IReadOnlyCollection<string>? words) => words is { Count: > 0 } ? string.Join(',', words) : null;
}
