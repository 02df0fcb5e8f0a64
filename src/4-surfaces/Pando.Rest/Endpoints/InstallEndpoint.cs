using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Install;
using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Model.Domains;
using Pando.Model.Host;
using Pando.Model.Ports;
using Pando.Model.Xml;
using Pando.Rest.Answers;
using Pando.Rest.Installing;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;

namespace Pando.Rest.Endpoints;

/// <summary>A new machine with its disks, in one job.</summary>
internal sealed class InstallEndpoint(IDomains domains, InstallDisks disks, IHostFacts host, Callers callers, JobAnswers answers)
{
    public void Map(IEndpointRouteBuilder api) =>
        api.MapPost(ApiRoutes.Install, InstallAsync)
            .About("installMachine", "machines", "Makes a machine with its disks and its seed, and starts it.")
            .TakesJson<InstallRequest>().Answers<InstallPlan>().Answers<Machine>(StatusCodes.Status201Created).MayAnswerJob();

    private async Task<IResult> InstallAsync(
        HttpContext http, [Query(ApiQuery.DryRun), Description("Answers what would be made and changes nothing.")] bool? dryRun)
    {
        var request = await JsonBody.ReadAsync<InstallRequest>(http);
        var order = InstallMapping.Of(request);
        // The seed is made for the very machine: it has to have its uuid by now.
        var id = order.Id ?? DomainId.New();
        order = order with { Id = id, Disks = await disks.OfAsync(request, http.RequestAborted), CloudInit = SeedMapping.Of(request, id) };
        if (dryRun == true)
        {
            return JsonAnswer.Of(await PlanAsync(http, order));
        }
        var task = await domains.InstallAsync(order, await callers.OfAsync(http), http.RequestAborted);
        return await answers.OfAsync(http, task, view => MachineAnswer.Created(http, view));
    }

    private async Task<InstallPlan> PlanAsync(HttpContext http, InstallOrder order)
    {
        var definition = await domains.PreviewInstallAsync(order, http.RequestAborted);
        var verdict = await host.AcceleratorAsync(http.RequestAborted);
        var notice = HostTexts.AcceleratorNotice(verdict, Language.Of(http.Request));
        return new InstallPlan
        {
            Xml = DomainXml.Write(definition),
            Volumes = [.. Volumes(order, definition)],
            Notices = notice is null ? [] : [notice],
        };
    }

    // The definition has the order's disks first, in their order, and the seed behind them.
    private static IEnumerable<PlannedVolume> Volumes(InstallOrder order, DomainDefinition definition)
    {
        var paths = definition.Devices.Disks.Items;
        for (var index = 0; index < order.Disks.Length; index++)
        {
            if (order.Disks[index] is { Path: null } made)
            {
                yield return new PlannedVolume { Path = paths[index].FilePath!, Format = made.Format, CapacityBytes = made.SizeBytes, From = made.Image };
            }
        }
        if (order.CloudInit is not null)
        {
            yield return new PlannedVolume { Path = paths[order.Disks.Length].FilePath!, Format = "raw" };
        }
    }
}
