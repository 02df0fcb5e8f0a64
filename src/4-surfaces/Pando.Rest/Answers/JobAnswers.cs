using Microsoft.AspNetCore.Http;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Model.Jobs;
using Pando.Model.Ports;
using Pando.Rest.Mapping;
using Pando.Rest.Requests;

namespace Pando.Rest.Answers;

/// <summary>
/// Answers what takes time: with its result, or with its job where the client prefers that. A client that leaves ends
/// its waiting, not the work.
/// </summary>
internal sealed class JobAnswers(IJobs jobs)
{
    /// <summary>Of something asked of a machine. What is a single command has no job: its result is answered.</summary>
    public async Task<IResult> OfAsync(HttpContext http, IDomainTask task, Func<DomainView, IResult> done)
    {
        if (Preference.RespondAsync(http.Request) && await task.Job.WaitAsync(http.RequestAborted) is { } job)
        {
            return Accepted(http, job.Id);
        }
        return done(await task.Completion.WaitAsync(http.RequestAborted));
    }

    /// <summary>The same where the answer itself must be looked up.</summary>
    public async Task<IResult> OfAsync(HttpContext http, IDomainTask task, Func<DomainView, Task<IResult>> done)
    {
        if (Preference.RespondAsync(http.Request) && await task.Job.WaitAsync(http.RequestAborted) is { } job)
        {
            return Accepted(http, job.Id);
        }
        return await done(await task.Completion.WaitAsync(http.RequestAborted));
    }

    /// <summary>Of a job.</summary>
    public async Task<IResult> OfAsync(HttpContext http, IRunningJob job, Func<JobRecord, Task<IResult>> done)
    {
        if (Preference.RespondAsync(http.Request))
        {
            return Accepted(http, job.Id);
        }
        return await done(await job.Completion.WaitAsync(http.RequestAborted));
    }

    private IResult Accepted(HttpContext http, JobId id)
    {
        var job = jobs.Find(id) ?? throw new InvalidOperationException("A job that was started is known.");
        http.Response.Headers.Location = ApiRoutes.Fill(ApiRoutes.Job, id.ToString());
        http.Response.Headers["Preference-Applied"] = ApiHeaders.RespondAsync;
        return JsonAnswer.Of(JobMapping.Of(job, Language.Of(http.Request)), StatusCodes.Status202Accepted);
    }
}
