using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Pando.Api.Json;
using Pando.Model.Errors;

namespace Pando.Rest.Requests;

/// <summary>A JSON document as a request's body.</summary>
internal static class JsonBody
{
    /// <summary>Its media type.</summary>
    public const string MediaType = "application/json";

    // A member that is not known is refused rather than passed over: it may be a misspelt wish.
    private static readonly PandoJson Strict = new(new JsonSerializerOptions(PandoJson.Default.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
    });

    /// <summary>Reads it; throws <c>request.invalid</c> with the place of what is wrong.</summary>
    public static async Task<T> ReadAsync<T>(HttpContext http)
        where T : class
    {
        try
        {
            var type = (JsonTypeInfo<T>)Strict.GetTypeInfo(typeof(T))!;
            return await JsonSerializer.DeserializeAsync(http.Request.Body, type, http.RequestAborted)
                ?? throw new JsonException("null");
        }
        catch (JsonException failure)
        {
            throw new CallerException(ErrorCodes.Request.Invalid, failure, ("what", MediaType), ("reason", failure.Message));
        }
    }

    /// <summary>Reads one that is handed on as it is.</summary>
    public static async Task<JsonElement> ReadAnyAsync(HttpContext http)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
            return document.RootElement.Clone();
        }
        catch (JsonException failure)
        {
            throw new CallerException(ErrorCodes.Request.Invalid, failure, ("what", MediaType), ("reason", failure.Message));
        }
    }

    /// <summary>Reads it where there is one.</summary>
    public static async Task<T?> ReadOrNoneAsync<T>(HttpContext http)
        where T : class =>
        http.Request.ContentLength is null or 0 && !http.Request.Headers.ContainsKey("Transfer-Encoding") ? null : await ReadAsync<T>(http);
}
