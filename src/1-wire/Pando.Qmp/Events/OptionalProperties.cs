using System.Text.Json;

namespace Pando.Qmp;

internal static class OptionalProperties
{
    public static string? OptionalString(this JsonElement data, ReadOnlySpan<byte> name) =>
        data.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
