using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pando.ScriptedQemu;

/// <summary>What the stand-in answers to commands: from its arguments, its state, or what a real QEMU said once.</summary>
internal sealed class Answers(CommandLine commandLine, Guest guest, PluggedDevices plugged, Migration migration, bool takesFiles)
{
    /// <summary>The smallest picture there is: one pixel.</summary>
    private const string Picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";

    /// <summary>The value of "return"; null for a command that is not known.</summary>
    public string? To(ScriptedRequest request) => request.Command switch
    {
        "qmp_capabilities" or "cont" or "stop" or "system_reset" or "system_powerdown" or "quit" => "{}",
        "balloon" or "set_password" or "expire_password" or "set_link" or "qom-set" or "set-action" => "{}",
        "getfd" or "closefd" or "add_client" or "block_set_io_throttle" or "blockdev-remove-medium" or "blockdev-insert-medium" => "{}",
        "eject" or "blockdev-change-medium" or "blockdev-open-tray" or "blockdev-close-tray" => "{}",
        _ when plugged.Knows(request.Command) => plugged.To(request),
        "query-status" => $$"""{"status": "{{guest.Status}}", "singlestep": false, "running": {{(guest.Status == "running" ? "true" : "false")}}}""",
        "query-uuid" => $$"""{"UUID": "{{commandLine.Uuid}}"}""",
        "query-name" => JsonSerializer.Serialize(new Dictionary<string, string> { ["name"] = commandLine.Name }),
        "query-chardev" => CharacterDevices(),
        "query-cpus-fast" => Cpus(),
        "query-balloon" when commandLine.HasBalloon => string.Create(CultureInfo.InvariantCulture, $$"""{"actual": {{commandLine.MemoryBytes}}}"""),
        "query-memory-size-summary" => string.Create(CultureInfo.InvariantCulture, $$"""{"base-memory": {{commandLine.MemoryBytes}}}"""),
        "query-vnc" => Vnc(),
        "query-vnc-servers" => VncServers(),
        "query-kvm" => """{"enabled": false, "present": true}""",
        "query-block" or "query-pci" => "[]",
        "query-migrate" => migration.Info,
        "query-dump" => migration.DumpInfo,
        "query-dump-guest-memory-capability" => """{"formats": ["elf", "kdump-zlib"]}""",
        "migrate" or "migrate-incoming" or "migrate_cancel" or "migrate-set-parameters" or "dump-guest-memory" => "{}",
        "qom-get" => "0",
        "human-monitor-command" => "\"\"",
        "screendump" when commandLine.HasVideo => Screendump(request.Arguments.GetProperty("filename").GetString()!),
        "query-qmp-schema" when takesFiles => WithFiles(Replies.Find(request.Command, request.Arguments)!),
        _ => Replies.Find(request.Command, request.Arguments),
    };

    /// <summary>As releases since 8.2 have it: a migration goes to one of several kinds of addresses, files among them.</summary>
    private static string WithFiles(string schema)
    {
        JsonArray entities = JsonNode.Parse(schema)!.AsArray();
        entities.RemoveAll(static entity => (string?)entity!["name"] == "migrate");
        foreach (JsonNode? entity in JsonNode.Parse("""
            [
              {"name": "migrate", "meta-type": "command", "arg-type": "m1", "ret-type": "0"},
              {"name": "m1", "meta-type": "object", "members": [{"name": "uri", "type": "str"}, {"name": "channels", "type": "[m2]"}]},
              {"name": "[m2]", "meta-type": "array", "element-type": "m2"},
              {"name": "m2", "meta-type": "object", "members": [{"name": "addr", "type": "m3"}]},
              {"name": "m3", "meta-type": "object", "members": [{"name": "transport", "type": "m4"}], "tag": "transport",
               "variants": [{"case": "socket", "type": "m5"}, {"case": "file", "type": "m6"}]}
            ]
            """)!.AsArray())
        {
            entities.Add(entity!.DeepClone());
        }

        return entities.ToJsonString();
    }

    private static string Screendump(string file)
    {
        File.WriteAllBytes(file, Convert.FromBase64String(Picture));
        return "{}";
    }

    private string CharacterDevices() => JsonSerializer.Serialize(commandLine.CharacterDevices.Concat(plugged.CharacterDevices).Select((device, number) =>
        new Dictionary<string, object>
        {
            ["label"] = device.Id,
            ["filename"] = device.Kind == "pty" ? $"pty:/dev/pts/{900 + number}" : "disconnected:unix:/scripted,server=on",
            ["frontend-open"] = true,
        }));

    private string Cpus() => JsonSerializer.Serialize(Enumerable.Range(0, commandLine.Cpus).Select(number =>
        new Dictionary<string, object>
        {
            ["cpu-index"] = number,
            ["thread-id"] = Environment.ProcessId,
            ["qom-path"] = $"/machine/unattached/device[{number}]",
            ["target"] = "x86_64",
        }));

    private string Vnc() => commandLine.Vnc switch
    {
        null or "none" => """{"enabled": false}""",
        var unix when unix.StartsWith("unix:", StringComparison.Ordinal) =>
            JsonSerializer.Serialize(new { enabled = true, host = "", family = "unix", service = unix.Split(',')[0][5..], auth = "none" }),
        _ => """{"enabled": true, "host": "127.0.0.1", "family": "ipv4", "service": "5999", "auth": "none"}""",
    };

    private string VncServers() => commandLine.Vnc switch
    {
        null or "none" => "[]",
        _ => """[{"id": "default", "auth": "none", "clients": [], "server": [{"host": "127.0.0.1", "family": "ipv4", "service": "5999", "websocket": false, "auth": "none"}]}]""",
    };
}
