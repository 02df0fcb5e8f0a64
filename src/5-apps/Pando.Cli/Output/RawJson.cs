using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pando.Cli.Output;

/// <summary>JSON that another program wrote, as it is.</summary>
internal static class RawJson
{
    public static string Text(IReadOnlyDictionary<string, JsonElement> members, bool indented) => Written(indented, writer =>
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
        writer.WriteEndObject();
    });

    public static string Text(JsonElement value, bool indented) => Written(indented, value.WriteTo);

    private static string Written(bool indented, Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = indented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(writer);
        }
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
