using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pando.Qemu.Arguments;

/// <summary>
/// A value in QEMU's JSON form, for -blockdev, -device, -netdev, -object and -audiodev; the same object goes over QMP
/// for a device that is plugged later. Properties keep their order; what is null is left out.
/// </summary>
internal sealed class JsonForm
{
    // QEMU reads UTF-8 as it is; escaping it would only make the arguments unreadable.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public JsonObject Value { get; } = [];

    public static JsonForm Device(string driver, string id) => new JsonForm().Add("driver", driver).Add("id", id);

    public static JsonForm Object(string type, string id) => new JsonForm().Add("qom-type", type).Add("id", id);

    public JsonForm Add(string name, string? value) => value is null ? this : Put(name, value);

    public JsonForm Add(string name, bool? value) => value is null ? this : Put(name, value);

    public JsonForm Add(string name, long? value) => value is null ? this : Put(name, value);

    public JsonForm Add(string name, IReadOnlyList<long>? values) => values is null ? this : Put(name, new JsonArray([.. values.Select(value => (JsonNode)value)]));

    public JsonForm Add(string name, JsonForm? value) => value is null ? this : Put(name, value.Value);

    /// <summary>A list of values; an empty one is left out.</summary>
    public JsonForm Add(string name, IReadOnlyCollection<JsonForm> values) =>
        values.Count == 0 ? this : Put(name, new JsonArray([.. values.Select(value => (JsonNode)value.Value)]));

    public JsonForm Add(string name, IEnumerable<int> numbers) => Put(name, new JsonArray([.. numbers.Select(number => (JsonNode)number)]));

    /// <summary>A property that says "nothing", as <c>"backing": null</c> does.</summary>
    public JsonForm AddNull(string name) => Put(name, null);

    public QemuArgument As(string option) => new(option, Value.ToJsonString(Readable));

    private JsonForm Put(string name, JsonNode? value)
    {
        Value.Add(name, value);
        return this;
    }
}
