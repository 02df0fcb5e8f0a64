using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pando.Qmp;
using Pando.ScriptedQemu;

namespace Pando.Qemu.Tests;

/// <summary>Records the answers that the stand-in for QEMU gives when it is asked what it can do.</summary>
internal static class RecordedReplies
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Commands whose schema entries are kept; the whole schema has 200 KiB.</summary>
    private static readonly string[] CommandsOfInterest = ["device_add", "screendump"];

    public static string File { get; } =
        Path.Combine(InstalledQemu.SourceFolder(), "..", "Shared", "ScriptedQemu", "Replies", "qemu-7.2.json");

    public static async Task RecordAsync(QmpSession session, IEnumerable<string> devices)
    {
        var replies = new JsonObject();
        foreach (string command in (string[])
            ["query-version", "query-target", "query-machines", "query-cpu-definitions", "query-commands", "query-command-line-options"])
        {
            await AskAsync(command, arguments: null);
        }

        foreach (string kind in (string[])["device", "accel", "user-creatable"])
        {
            await AskAsync("qom-list-types", new JsonObject { ["implements"] = kind, ["abstract"] = false });
        }

        foreach (string device in devices)
        {
            await AskAsync("device-list-properties", new JsonObject { ["typename"] = device });
        }

        replies["query-qmp-schema"] = Trimmed(await session.ExecuteAsync(new QueryQmpSchema()));
        // One reply a line: another QEMU's answers show as so many changed lines.
        IEnumerable<string> lines = replies.Select(reply => $"\"{reply.Key}\": {reply.Value!.ToJsonString(Readable)}");
        await System.IO.File.WriteAllTextAsync(File, $"{{\n{string.Join(",\n", lines)}\n}}\n");

        async Task AskAsync(string command, JsonObject? arguments)
        {
            var request = new JsonObject { ["execute"] = command, ["arguments"] = arguments ?? [] };
            JsonElement reply = await session.ExecuteRawAsync(JsonSerializer.SerializeToElement(request));
            replies[Replies.Key(command, request["arguments"].Deserialize<JsonElement>())] = JsonNode.Parse(reply.GetRawText());
        }
    }

    private static JsonArray Trimmed(JsonElement schema)
    {
        JsonElement[] entities = [.. schema.EnumerateArray()];
        JsonElement[] commands = [.. entities.Where(e => CommandsOfInterest.Contains(e.GetProperty("name").GetString()))];
        HashSet<string?> arguments = [.. commands.Select(command => command.GetProperty("arg-type").GetString())];
        return [.. commands.Concat(entities.Where(e => arguments.Contains(e.GetProperty("name").GetString())))
            .Select(entity => JsonNode.Parse(entity.GetRawText())),];
    }
}
