using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Pando.Model.Errors;

namespace Pando.Rest.Requests;

/// <summary>How large an endpoint's body may be; null: any size, it is not kept in memory.</summary>
internal sealed record BodyLimit(long? Bytes)
{
    // Many clients send all of a body before they look for an answer: a refused one is taken from the wire and thrown
    // away so far. Beyond it the connection is closed, and such a client sees only that.
    private const long ThrownAwayBytes = 256 * 1024 * 1024;

    /// <summary>Refuses a body that says it is too large before a byte of it is read, and stops reading one that does not say.</summary>
    public static void Enforce(IApplicationBuilder app, long otherwise) => app.Use((http, next) =>
    {
        var declared = http.GetEndpoint()?.Metadata.GetMetadata<BodyLimit>();
        var limit = declared is null ? otherwise : declared.Bytes;
        var feature = http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>();
        if (http.Request.ContentLength is { } length && length > limit)
        {
            feature.MaxRequestBodySize = Math.Min(length, ThrownAwayBytes);
            throw TooLarge(limit.Value);
        }
        feature.MaxRequestBodySize = limit;
        return next(http);
    });

    /// <summary>The refusal.</summary>
    public static CallerException TooLarge(long limit) =>
        new(ErrorCodes.Request.TooLarge, ("limit", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{limit / 1024} KiB")));
}
