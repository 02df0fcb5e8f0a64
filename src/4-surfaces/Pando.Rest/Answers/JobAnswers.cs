using Microsoft.AspNetCore.Http;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Model.Errors;
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
    public Task<IResult> OfAsync(HttpContext http, IDomainTask task, Func<DomainView, IResult> done) =>
        OfAsync(http, task, view => Task.FromResult(done(view)));

    /// <summary>The same where the answer itself must be looked up.</summary>
    public async Task<IResult> OfAsync(HttpContext http, IDomainTask task, Func<DomainView, Task<IResult>> done)
    {
        if (Preference.RespondAsync(http.Request) && await task.Job.WaitAsync(http.RequestAborted) is { } job)
        {
            return Accepted(http, job.Id);
        }
        return await done(await WaitAsync(http, task.Completion, task.Job));
    }

    /// <summary>Of a job.</summary>
    public async Task<IResult> OfAsync(HttpContext http, IRunningJob job, Func<JobRecord, Task<IResult>> done)
    {
        if (Preference.RespondAsync(http.Request))
        {
            return Accepted(http, job.Id);
        }
        return await done(await WaitAsync(http, job.Completion, Task.FromResult<IRunningJob?>(job)));
    }

    private async Task<T> WaitAsync<T>(HttpContext http, Task<T> end, Task<IRunningJob?> started)
    {
        try
        {
            return await end.WaitAsync(http.RequestAborted);
        }
        catch (PandoException) when (started.IsCompletedSuccessfully)
        {
            if (await started is { } job && jobs.Find(job.Id)?.Failure is { } failure)
            {
                http.Features.Set(new FailedStep(failure.Step));
            }
            throw;
        }
    }

    private IResult Accepted(HttpContext http, JobId id)
    {
        var job = jobs.Find(id) ?? throw new InvalidOperationException("A job that was started is known.");
        http.Response.Headers.Location = ApiRoutes.Fill(ApiRoutes.Job, id.ToString());
        http.Response.Headers["Preference-Applied"] = ApiHeaders.RespondAsync;
        return JsonAnswer.Of(JobMapping.Of(job, Language.Of(http.Request)), StatusCodes.Status202Accepted);
    }
}

/// <summary>The step in which the request's job failed: the problem names it.</summary>
internal sealed record FailedStep(string Name);
