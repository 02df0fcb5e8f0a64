using System.Text.Json;

namespace Pando.ScriptedQemu;

/// <summary>
/// What Debian 12's QEMU 7.2 answered when it was asked what it can do, kept in Replies/qemu-7.2.json. The key is the
/// command, with what distinguishes several of one: <c>device-list-properties virtio-blk-pci</c>.
/// </summary>
public static class Replies
{
    private static readonly Lazy<Dictionary<string, JsonElement>> Recorded = new(Read);

    /// <summary>The value of "return"; null where nothing was recorded.</summary>
    public static string? Find(string command, JsonElement arguments) =>
        Recorded.Value.TryGetValue(Key(command, arguments), out JsonElement reply) ? JsonSerializer.Serialize(reply) : null;

    /// <summary>The key of a question.</summary>
    public static string Key(string command, JsonElement arguments)
    {
        string? which = arguments.ValueKind != JsonValueKind.Object ? null
            : arguments.TryGetProperty("typename", out JsonElement type) ? type.GetString()
            : arguments.TryGetProperty("implements", out JsonElement implements) ? implements.GetString()
            : null;
        return which is null ? command : $"{command} {which}";
    }

    private static Dictionary<string, JsonElement> Read()
    {
        using Stream stream = typeof(Replies).Assembly.GetManifestResourceStream("replies")!;
        using JsonDocument document = JsonDocument.Parse(stream);
        return document.RootElement.EnumerateObject().ToDictionary(reply => reply.Name, reply => reply.Value.Clone(), StringComparer.Ordinal);
    }
}
