using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pando.Qemu.HotPlug;

/// <summary>What QEMU is told with the names that a running QEMU has for files of the host.</summary>
internal static class OtherNames
{
    /// <summary>The same with every text that is such a name replaced, wherever it stands.</summary>
    public static JsonObject In(JsonObject options, IReadOnlyDictionary<string, string> names) => (JsonObject)Of(options, names)!;

    private static JsonNode? Of(JsonNode? node, IReadOnlyDictionary<string, string> names) => node switch
    {
        JsonObject all => new JsonObject(all.Select(pair => KeyValuePair.Create(pair.Key, Of(pair.Value, names)))),
        JsonArray all => new JsonArray([.. all.Select(one => Of(one, names))]),
        JsonValue one when one.GetValueKind() == JsonValueKind.String && names.TryGetValue(one.GetValue<string>(), out string? other) => JsonValue.Create(other),
        _ => node?.DeepClone(),
    };
}
