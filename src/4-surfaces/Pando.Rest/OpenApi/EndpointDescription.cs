using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Pando.Api.Jobs;
using Pando.Api.Routes;
using Pando.Rest.Requests;

namespace Pando.Rest.OpenApi;

/// <summary>What the OpenAPI document says of an endpoint.</summary>
internal static class EndpointDescription
{
    /// <summary>Its name for generated clients, its group, and one sentence.</summary>
    public static RouteHandlerBuilder About(this RouteHandlerBuilder endpoint, string operation, string group, string sentence) =>
        endpoint.WithName(operation).WithTags(group).WithSummary(sentence);

    /// <summary>Takes a definition.</summary>
    public static RouteHandlerBuilder TakesXml(this RouteHandlerBuilder endpoint, RestOptions options) =>
        endpoint.Accepts<string>(XmlBody.MediaType, "text/xml").WithMetadata(new BodyLimit(options.XmlBytes))
            .Fails(StatusCodes.Status409Conflict, StatusCodes.Status501NotImplemented);

    /// <summary>Takes a JSON document.</summary>
    public static RouteHandlerBuilder TakesJson<T>(this RouteHandlerBuilder endpoint, bool optional = false)
        where T : notnull => endpoint.Accepts<T>(optional, JsonBody.MediaType);

    /// <summary>Answers this.</summary>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder endpoint, int status = StatusCodes.Status200OK) =>
        endpoint.Produces<T>(status, JsonBody.MediaType);

    /// <summary>Answers a definition.</summary>
    public static RouteHandlerBuilder AnswersXml(this RouteHandlerBuilder endpoint) =>
        endpoint.Produces<string>(StatusCodes.Status200OK, XmlBody.MediaType);

    /// <summary>Takes time: answers its job where the client prefers that.</summary>
    public static RouteHandlerBuilder MayAnswerJob(this RouteHandlerBuilder endpoint) =>
        endpoint.Produces<Job>(StatusCodes.Status202Accepted, JsonBody.MediaType)
            .Heeds(ApiHeaders.Prefer, "respond-async: answers 202 with the job at once, and its path in Location.")
            .KeepsReason()
            .Fails(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status429TooManyRequests)
            .Fails(StatusCodes.Status501NotImplemented, StatusCodes.Status507InsufficientStorage)
            .AsksPeer();

    /// <summary>Honours the version that the caller has read.</summary>
    public static RouteHandlerBuilder HeedsVersion(this RouteHandlerBuilder endpoint) =>
        endpoint.Heeds("If-Match", "The ETag of the version that was read: another one now is answered with 412.")
            .KeepsReason().Fails(StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed);

    /// <summary>Needs another program's answer, or a file system's.</summary>
    public static RouteHandlerBuilder AsksPeer(this RouteHandlerBuilder endpoint) =>
        endpoint.Fails(StatusCodes.Status502BadGateway, StatusCodes.Status504GatewayTimeout);

    /// <summary>Keeps with the change why it was made.</summary>
    public static RouteHandlerBuilder KeepsReason(this RouteHandlerBuilder endpoint) =>
        endpoint.Heeds(ApiHeaders.Reason, "Why: kept with the change. UTF-8, percent-encoded.");

    /// <summary>Fails with these statuses, beside those that its parameters and its body bring along.</summary>
    public static RouteHandlerBuilder Fails(this RouteHandlerBuilder endpoint, params int[] statuses) =>
        endpoint.WithMetadata(new FailureStatuses(statuses));

    /// <summary>Looks at a header.</summary>
    public static RouteHandlerBuilder Heeds(this RouteHandlerBuilder endpoint, string header, string sentence) =>
        endpoint.WithMetadata(new HeededHeader(header, sentence));
}

/// <summary>A header that an endpoint looks at.</summary>
internal sealed record HeededHeader(string Name, string Sentence);
