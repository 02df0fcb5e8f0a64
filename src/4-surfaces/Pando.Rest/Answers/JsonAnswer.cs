using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Pando.Api.Json;

namespace Pando.Rest.Answers;

/// <summary>Answers in the contract's own JSON, whatever the web server's is set to.</summary>
internal static class JsonAnswer
{
    /// <summary>The value with a status.</summary>
    public static IResult Of<T>(T value, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(value, (JsonTypeInfo<T>)PandoJson.Default.GetTypeInfo(typeof(T))!, statusCode: status);
}
