using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pando.Api.Json;

/// <summary>An enum that is written as words: for what describes the API (a schema's <c>enum</c>).</summary>
public interface IEnumWords
{
    /// <summary>The words, in the order of the enum's members.</summary>
    IReadOnlyList<string> Words { get; }
}

/// <summary>
/// Writes an enum whose members count from 0 as words. The framework's own converter finds the names by reflection and is
/// compiled anew in every process: it would cost <c>pando list</c> a third of its time.
/// </summary>
public abstract class EnumWordsConverter<T>(params string[] words) : JsonConverter<T>, IEnumWords
    where T : struct, Enum
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Words => words;

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            for (var index = 0; index < words.Length; index++)
            {
                if (reader.ValueTextEquals(words[index]))
                {
                    return Unsafe.BitCast<int, T>(index);
                }
            }
        }
        throw new JsonException($"Expected one of: {string.Join(", ", words)}.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(words[Unsafe.BitCast<T, int>(value)]);
}
