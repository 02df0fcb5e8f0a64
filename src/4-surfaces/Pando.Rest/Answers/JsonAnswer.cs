using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Pando.Api.Json;
using Pando.Rest.Requests;

namespace Pando.Rest.Answers;

/// <summary>Answers in the contract's own JSON, whatever the web server's is set to.</summary>
internal static class JsonAnswer
{
    // It is never part of a page: a reader of the raw text should see the letters of Vietnamese.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The value with a status.</summary>
    public static IResult Of<T>(T value, int status = StatusCodes.Status200OK) => new Answer<T>(value, status);

    /// <summary>Writes a value as this API writes all.</summary>
    public static void Write<T>(PipeWriter output, T value)
    {
        using var json = new Utf8JsonWriter(output, Readable);
        JsonSerializer.Serialize(json, value, (JsonTypeInfo<T>)PandoJson.Default.GetTypeInfo(typeof(T))!);
    }

    private sealed class Answer<T>(T value, int status) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = JsonBody.MediaType;
            Write(httpContext.Response.BodyWriter, value);
            await httpContext.Response.BodyWriter.FlushAsync(httpContext.RequestAborted);
        }
    }
}
