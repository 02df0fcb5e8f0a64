using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Routes;
using Pando.Api.Saving;
using Pando.Domains;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Model.Ports;
using Pando.Rest.Answers;
using Pando.Rest.OpenApi;

namespace Pando.Rest.Endpoints;

/// <summary>What is being done to a machine, in libvirt's terms over the jobs there are.</summary>
internal sealed class MachineJobEndpoints(IDomains domains, IJobs jobs, TimeProvider time)
{
    private const string Group = "jobs";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.MachineJob, Get)
            .About("getMachineJob", Group, "What is being done to a machine, and how far it is.").Answers<MachineJob>();
        api.MapDelete(ApiRoutes.MachineJob, Abort)
            .About("abortMachineJob", Group, "Asks what is being done to a machine to stop and to undo what it did.").Produces(StatusCodes.Status204NoContent)
            .Fails(StatusCodes.Status409Conflict);
    }

    private IResult Get(string machine) => JsonAnswer.Of(Of(domains.RunningJob(domains.Get(machine).Id)));

    private IResult Abort(string machine)
    {
        var view = domains.Get(machine);
        if (domains.RunningJob(view.Id) is not { } job || !jobs.Cancel(job.Id))
        {
            throw new CallerException(ErrorCodes.Save.NoJob, ("name", view.Name));
        }
        return TypedResults.NoContent();
    }

    private MachineJob Of(JobRecord? job)
    {
        if (job is null)
        {
            return new MachineJob { Type = "none" };
        }
        var bytes = job.Progress is { Unit: "bytes" } progress ? progress : null;
        return new MachineJob
        {
            Type = bytes?.Total is null ? "unbounded" : "bounded",
            Operation = job.Kind,
            Job = job.Id.ToString(),
            TimeElapsedMs = (long)(time.GetUtcNow() - job.StartedAt).TotalMilliseconds,
            TimeRemainingMs = (long?)bytes?.Left?.TotalMilliseconds,
            DataTotal = bytes?.Total,
            DataProcessed = bytes?.Done,
            DataRemaining = bytes?.Total - bytes?.Done,
            Rate = bytes?.RatePerSecond,
        };
    }
}
