using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pando.Qemu.Capabilities;

/// <summary>A set of names as an array of strings; the serializer can write sets of this interface but not make them.</summary>
internal sealed class NameSetConverter : JsonConverter<IReadOnlySet<string>>
{
    public override IReadOnlySet<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException();
        }

        List<string> names = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            names.Add(reader.GetString()!);
        }

        return reader.TokenType == JsonTokenType.EndArray ? names.ToFrozenSet(StringComparer.Ordinal) : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlySet<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (string name in value.Order(StringComparer.Ordinal))
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
    }
}
