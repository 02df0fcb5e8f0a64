using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Domains.Statistics;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Rest.Answers;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;
using MachineStatistics = Pando.Api.Statistics.MachineStatistics;

namespace Pando.Rest.Endpoints;

/// <summary>The figures of machines in one call, from what was sampled last.</summary>
internal sealed class StatisticsEndpoints(IDomains domains, IDomainStatistics statistics)
{
    private const string Group = "statistics";
    private const int LongestMeasurement = 60;

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.Statistics, ReadAsync)
            .About("getStatistics", Group, "The figures of machines, under libvirt's names, at once.").Answers<IReadOnlyList<MachineStatistics>>()
            .Fails(StatusCodes.Status404NotFound);
        api.MapPost(ApiRoutes.DirtyRate, MeasureAsync)
            .About("measureDirtyRate", Group, "Begins to measure how quickly a guest writes into its memory.")
            .Produces(StatusCodes.Status204NoContent).Fails(StatusCodes.Status409Conflict).AsksPeer();
    }

    private async Task<IResult> ReadAsync(
        HttpContext http,
        [Query(ApiQuery.Machines), Description("Names or uuids, separated by commas; absent: all.")] string? machines,
        [Query(ApiQuery.Groups), Description("state, cpu, balloon, vcpu, net, block, iothread, perf, dirtyrate, memory, separated by commas; absent: all.")] string? groups,
        [Query(ApiQuery.Fresh), Description("Asks the machines first; one that does not answer is given up after a limit.")] bool? fresh,
        [Query(ApiQuery.Backing), Description("Of disks, an entry for each image of their chains instead of one for each disk.")] bool? backing)
    {
        IReadOnlyCollection<DomainId>? wanted = machines is null ? null : [.. Words(machines).Select(name => domains.Get(name).Id)];
        var kinds = Words(groups).Select(GroupOf).ToList();
        if (fresh == true)
        {
            await statistics.RefreshAsync(wanted, http.RequestAborted);
        }
        return JsonAnswer.Of<IReadOnlyList<MachineStatistics>>(
        [
            .. statistics.Read(wanted, kinds, backing == true).Select(machine => new MachineStatistics
            {
                Id = machine.Id.ToString(),
                Name = machine.Name,
                At = machine.At,
                QemuAt = machine.QemuAt,
                Numbers = machine.Numbers,
                Words = machine.Words,
            }),
        ]);
    }

    private async Task<IResult> MeasureAsync(
        HttpContext http, string machine,
        [Query(ApiQuery.Seconds), Description("For how long; a second otherwise, at most 60.")] int? seconds,
        [Query(ApiQuery.Mode), Description("page-sampling (the default), dirty-bitmap or dirty-ring.")] string? mode)
    {
        if (seconds is < 1 or > LongestMeasurement)
        {
            throw new CallerException(ErrorCodes.Request.Invalid, ("what", ApiQuery.Seconds), ("reason", "1–60"));
        }
        if (mode is not (null or "page-sampling" or "dirty-bitmap" or "dirty-ring"))
        {
            throw new CallerException(ErrorCodes.Request.Invalid, ("what", ApiQuery.Mode), ("reason", $"{mode} (page-sampling, dirty-bitmap, dirty-ring)"));
        }
        await statistics.MeasureDirtyRateAsync(domains.Get(machine).Id, seconds ?? 1, mode, http.RequestAborted);
        return TypedResults.NoContent();
    }

    private static StatisticsGroup GroupOf(string word)
    {
        foreach (var group in Enum.GetValues<StatisticsGroup>())
        {
            if (word == EnumWords<StatisticsGroup>.LowerOf(group))
            {
                return group;
            }
        }
        throw new CallerException(ErrorCodes.Request.Invalid, ("what", ApiQuery.Groups), ("reason", $"{word} ({string.Join(", ", EnumWords<StatisticsGroup>.All)})"));
    }

    private static string[] Words(string? list) => list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
