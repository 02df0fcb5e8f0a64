using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pando.Api.Client.Transport;
using Pando.Api.Events;
using Pando.Api.Json;
using Pando.Api.Jobs;
using Pando.Api.Problems;
using Pando.Api.Routes;

namespace Pando.Api.Client;

public sealed partial class PandoClient
{
    /// <summary>The jobs that run and the last that ended, newest first.</summary>
    public Task<IReadOnlyList<Job>> ListJobsAsync(bool activeOnly = false, CancellationToken cancellationToken = default) =>
        AskAsync(Question(Query(ApiRoutes.Jobs, (ApiQuery.Active, Flag(activeOnly)))), PandoJson.Default.IReadOnlyListJob, cancellationToken);

    /// <summary>A job as it is, or as it is when it ends or <paramref name="wait"/> (at most a minute) has passed.</summary>
    public Task<Job> GetJobAsync(string job, TimeSpan wait = default, CancellationToken cancellationToken = default)
    {
        var seconds = wait == default ? null : wait.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        var request = new ApiRequest("GET", Query(ApiRoutes.Fill(ApiRoutes.Job, job), (ApiQuery.Wait, seconds))) { Limit = _options.QuestionLimit + wait };
        return AskAsync(request, PandoJson.Default.Job, cancellationToken);
    }

    /// <summary>Asks a job to stop and undo what it did.</summary>
    public Task<Job> CancelJobAsync(string job, CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", ApiRoutes.Fill(ApiRoutes.JobCancel, job)), PandoJson.Default.Job, cancellationToken);

    /// <summary>
    /// Events as they come, from now on or after <paramref name="after"/>. Types are such as <c>machine.state</c> or
    /// <c>machine.*</c>. Ends with a <see cref="PandoProblemException"/> where this reader was too slow.
    /// </summary>
    public async IAsyncEnumerable<PandoEvent> FollowEventsAsync(
        IReadOnlyCollection<string>? types = null, string? subject = null, long? after = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var target = Query(ApiRoutes.Events, (ApiQuery.Types, types is { Count: > 0 } ? string.Join(',', types) : null), (ApiQuery.Subject, subject));
        var request = Question(target).With("Accept", "text/event-stream").With("Last-Event-ID", after?.ToString(CultureInfo.InvariantCulture));
        using var response = await SendAsync(request, cancellationToken);
        using var silence = new CancellationTokenSource(_options.QuestionLimit, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        // A comment comes every 15 seconds: a stream that is silent for longer than the limit is dead.
        using var reader = new ServerSentEventReader(new WatchedStream(response.Body, _ => silence.CancelAfter(_options.QuestionLimit)));
        while (await NextAsync(reader, either.Token, cancellationToken) is { } happened)
        {
            if (happened.Type is "problem")
            {
                throw new PandoProblemException(Read(happened, PandoJson.Default.Problem));
            }
            yield return Read(happened, PandoJson.Default.PandoEvent);
        }
        throw new PandoUnreachableException(Address, UnreachableReason.Lost);
    }

    private async Task<ServerSentEvent?> NextAsync(ServerSentEventReader reader, CancellationToken either, CancellationToken asked)
    {
        try
        {
            return await reader.ReadAsync(either);
        }
        catch (Exception e) when (Broken(e))
        {
            throw new PandoUnreachableException(Address, UnreachableReason.Lost, e);
        }
        catch (OperationCanceledException) when (!asked.IsCancellationRequested)
        {
            throw new PandoUnreachableException(Address, UnreachableReason.Silent);
        }
    }

    private T Read<T>(ServerSentEvent happened, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(happened.Data, type) ?? throw NotPando("null");
        }
        catch (JsonException e)
        {
            throw NotPando(e.Message);
        }
    }

    private Task<Job> StartJobAsync(ApiRequest request, CancellationToken cancellationToken) =>
        AskAsync(request.With(ApiHeaders.Prefer, ApiHeaders.RespondAsync), PandoJson.Default.Job, cancellationToken);

    /// <summary>Null where there was nothing to do: the answer then is the thing itself, at once.</summary>
    private async Task<Job?> StartJobIfNeededAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        const int accepted = 202;
        using var response = await SendAsync(request.With(ApiHeaders.Prefer, ApiHeaders.RespondAsync).With("Accept", "application/json"), cancellationToken);
        var body = await ReadAllAsync(response, cancellationToken);
        try
        {
            return response.Status == accepted ? JsonSerializer.Deserialize(body.Span, PandoJson.Default.Job) ?? throw NotPando("null") : null;
        }
        catch (JsonException e)
        {
            throw NotPando(e.Message);
        }
    }
}
