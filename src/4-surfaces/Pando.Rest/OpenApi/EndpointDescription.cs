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
        endpoint.Accepts<string>(XmlBody.MediaType, "text/xml").WithMetadata(new BodyLimit(options.XmlBytes));

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
            .Heeds(ApiHeaders.Prefer, "respond-async: answers 202 with the job at once, and its path in Location.");

    /// <summary>Honours the version that the caller has read.</summary>
    public static RouteHandlerBuilder HeedsVersion(this RouteHandlerBuilder endpoint) =>
        endpoint.Heeds("If-Match", "The ETag of the version that was read: another one now is answered with 412.");

    /// <summary>Looks at a header.</summary>
    public static RouteHandlerBuilder Heeds(this RouteHandlerBuilder endpoint, string header, string sentence) =>
        endpoint.WithMetadata(new HeededHeader(header, sentence));
}

/// <summary>A header that an endpoint looks at.</summary>
internal sealed record HeededHeader(string Name, string Sentence);
