using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Pando.Api.Problems;
using Pando.Model.Errors;
using Pando.Rest.Answers;
using Pando.Rest.Requests;

namespace Pando.Rest.Problems;

/// <summary>Answers every failure with a problem: what the engine throws, what nobody expected, and what no endpoint is for.</summary>
internal sealed partial class ProblemAnswers(RestOptions options, ILogger<ProblemAnswers> log)
{
    /// <summary>Stands before everything else.</summary>
    public void Enforce(IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        try
        {
            await next(http);
            await AnswerEmptyAsync(http);
        }
        catch (Exception failure) when (http.RequestAborted.IsCancellationRequested)
        {
            ClientLeft(http.Request.Method, http.Request.Path, failure.GetType().Name);
        }
        catch (Exception failure) when (http.Response.HasStarted)
        {
            // Too late for another answer: what the client has is cut off, so that it does not take it for whole.
            AnswerBroken(failure, http.Request.Method, http.Request.Path);
            http.Abort();
        }
        catch (Exception failure)
        {
            var problem = ProblemMapping.Of(Named(failure, http), Language.Of(http.Request), http.Request.Path);
            await WriteAsync(http, problem with { Step = http.Features.Get<FailedStep>()?.Name });
        }
    });

    /// <summary>Writes a problem as the answer.</summary>
    public static async Task WriteAsync(HttpContext http, Problem problem)
    {
        var response = http.Response;
        response.StatusCode = problem.Status ?? 500;
        response.ContentType = Problem.MediaType;
        response.Headers.ContentLanguage = Language.Of(http.Request).Name;
        response.Headers.Vary = "Accept-Language";
        response.Headers.CacheControl = "no-store";
        JsonAnswer.Write(response.BodyWriter, problem);
        await response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    // Routing answers what it has no endpoint for with a bare status.
    private static Task AnswerEmptyAsync(HttpContext http)
    {
        var response = http.Response;
        if (response.HasStarted || response.StatusCode < 400 || response.ContentLength > 0 || response.ContentType is not null)
        {
            return Task.CompletedTask;
        }
        var request = http.Request;
        PandoException failure = response.StatusCode switch
        {
            404 => new CallerException(ErrorCodes.Request.UnknownResource, ("path", request.Path)),
            405 => new CallerException(
                ErrorCodes.Request.MethodNotAllowed, ("method", request.Method), ("path", request.Path), ("allowed", response.Headers.Allow.ToString())),
            415 => new CallerException(ErrorCodes.Request.MediaType, ("type", request.ContentType ?? "?"), ("wanted", Wanted(http))),
            _ => new CallerException(ErrorCodes.Request.Invalid, ("what", request.Path), ("reason", Number(response.StatusCode))),
        };
        return WriteAsync(http, ProblemMapping.Of(failure, Language.Of(request), request.Path));
    }

    private PandoException Named(Exception failure, HttpContext http) => failure switch
    {
        PandoException named => named,
        BadHttpRequestException { StatusCode: 413 } => BodyLimit.TooLarge(BodyLimitOf(http)),
        BadHttpRequestException bad => new CallerException(ErrorCodes.Request.Invalid, bad, ("what", http.Request.Path), ("reason", bad.Message)),
        _ => Unexpected(failure, http.Request),
    };

    private MachineryException Unexpected(Exception failure, HttpRequest request)
    {
        var reference = Guid.NewGuid().ToString("N")[..10];
        UnexpectedFailure(failure, reference, request.Method, request.Path);
        return new MachineryException(ErrorCodes.Request.Unexpected, ("what", $"{request.Method} {request.Path}"), ("reference", reference));
    }

    private long BodyLimitOf(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<BodyLimit>()?.Bytes ?? options.BodyBytes;

    private static string Wanted(HttpContext http) =>
        string.Join(", ", http.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.Http.Metadata.IAcceptsMetadata>()?.ContentTypes ?? []) is { Length: > 0 } types
            ? types
            : $"{XmlBody.MediaType}, {JsonBody.MediaType}";

    private static string Number(int status) => status.ToString(CultureInfo.InvariantCulture);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Reference}: {Method} {Path} failed unexpectedly")]
    private partial void UnexpectedFailure(Exception failure, string reference, string method, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path} failed while it was being answered")]
    private partial void AnswerBroken(Exception failure, string method, string path);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Method} {Path}: the client left ({Failure})")]
    private partial void ClientLeft(string method, string path, string failure);
}
