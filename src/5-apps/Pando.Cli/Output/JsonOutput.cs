using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pando.Api.Json;

namespace Pando.Cli.Output;

/// <summary>What <c>--json</c> prints: the API's own objects, indented, letters of all languages as they are.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Indented = Options(indented: true);
    private static readonly JsonSerializerOptions OneLine = Options(indented: false);

    public static string Of<T>(T value) => JsonSerializer.Serialize(value, (JsonTypeInfo<T>)Indented.GetTypeInfo(typeof(T)));

    /// <summary>For streams: an object a line.</summary>
    public static string Line<T>(T value) => JsonSerializer.Serialize(value, (JsonTypeInfo<T>)OneLine.GetTypeInfo(typeof(T)));

    private static JsonSerializerOptions Options(bool indented) => new(PandoJson.Default.Options)
    {
        WriteIndented = indented,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
