using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Jobs;
using Pando.Api.Routes;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Model.Ports;
using Pando.Rest.Answers;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;

namespace Pando.Rest.Endpoints;

/// <summary>Jobs: look at, wait for, cancel.</summary>
internal sealed class JobEndpoints(IJobs jobs, TimeProvider time)
{
    private const string Group = "jobs";
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.Jobs, List)
            .About("listJobs", Group, "All jobs that run and the last that ended, newest first.").Answers<IReadOnlyList<Job>>();
        api.MapGet(ApiRoutes.Job, GetAsync)
            .About("getJob", Group, "A job, at once or when it has ended.").Answers<Job>();
        api.MapPost(ApiRoutes.JobCancel, Cancel)
            .About("cancelJob", Group, "Asks a job to stop and to undo what it did.").Answers<Job>();
    }

    private IResult List(HttpContext http, [Query(ApiQuery.Active), Description("Only those that run.")] bool? active)
    {
        var culture = Language.Of(http.Request);
        var shown = jobs.List().Where(job => active is null || active == !job.HasEnded);
        return JsonAnswer.Of<IReadOnlyList<Job>>([.. shown.Select(job => JobMapping.Of(job, culture))]);
    }

    private async Task<IResult> GetAsync(
        HttpContext http, string job,
        [Query(ApiQuery.Wait), Description("Answers when the job has ended or these seconds have passed; at most 60.")] double? wait)
    {
        var id = Find(job).Id;
        if (wait is { } seconds && Checked(seconds) is var limit && jobs.WaitAsync(id) is { } ended)
        {
            await WaitAsync(ended, limit, http.RequestAborted);
        }
        return Answer(http, id);
    }

    private IResult Cancel(HttpContext http, string job)
    {
        var id = Find(job).Id;
        jobs.Cancel(id);
        return Answer(http, id);
    }

    private static TimeSpan Checked(double seconds) => seconds >= 0 && seconds <= LongestWait.TotalSeconds
        ? TimeSpan.FromSeconds(seconds)
        : throw new CallerException(ErrorCodes.Request.Invalid, ("what", ApiQuery.Wait), ("reason", "0–60"));

    private async Task WaitAsync(Task ended, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await ended.WaitAsync(limit, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The job as it is then.
        }
    }

    private IResult Answer(HttpContext http, JobId id) =>
        JsonAnswer.Of(JobMapping.Of(jobs.Find(id) ?? throw NotFound(id.ToString()), Language.Of(http.Request)));

    private JobRecord Find(string id) =>
        Guid.TryParseExact(id, "D", out var value) && jobs.Find(new JobId(value)) is { } job ? job : throw NotFound(id);

    private static CallerException NotFound(string id) =>
        new(ErrorCodes.Job.NotFound, ("id", id));
}
