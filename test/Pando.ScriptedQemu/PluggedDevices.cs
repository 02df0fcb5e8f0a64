using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Pando.ScriptedQemu;

/// <summary>
/// What the machine was started with and what was plugged into it since: devices, objects, block nodes, character
/// devices, network back ends and sets of descriptors, by their names. A name is there once.
/// </summary>
internal sealed class PluggedDevices
{
    private readonly ConcurrentDictionary<string, string> _devices = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _objects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _nodes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _netdevs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _characterDevices = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _sets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _asked = new(StringComparer.Ordinal);

    public PluggedDevices(CommandLine commandLine)
    {
        foreach (JsonElement device in commandLine.Forms("-device").Where(form => form.TryGetProperty("id", out _)))
        {
            _devices[Text(device, "id")] = Text(device, "driver");
        }

        foreach (JsonElement made in commandLine.Forms("-object"))
        {
            _objects[Text(made, "id")] = Text(made, "qom-type");
        }

        foreach (JsonElement node in commandLine.Forms("-blockdev"))
        {
            _nodes[Text(node, "node-name")] = node.TryGetProperty("filename", out JsonElement file) ? file.GetString()! : "";
        }

        foreach (JsonElement netdev in commandLine.Forms("-netdev"))
        {
            _netdevs[Text(netdev, "id")] = "";
        }

        foreach ((long set, string note) in commandLine.Sets)
        {
            _sets[set.ToString(CultureInfo.InvariantCulture)] = note;
        }
    }

    public IEnumerable<(string Id, string Kind)> CharacterDevices => _characterDevices.Select(pair => (pair.Key, pair.Value));

    /// <summary>The set that a descriptor is added to.</summary>
    public static string SetOf(JsonElement arguments) =>
        arguments.ValueKind == JsonValueKind.Object && arguments.TryGetProperty("fdset-id", out JsonElement given) ? given.ToString() : "100";

    public bool Knows(string command) => command is "device_add" or "device_del" or "object-add" or "object-del" or "blockdev-add" or "blockdev-del"
        or "netdev_add" or "netdev_del" or "chardev-add" or "chardev-remove" or "add-fd" or "remove-fd" or "query-fdsets" or "query-named-block-nodes" or "qom-list";

    /// <summary>What QEMU says of a name that is there already, or is not.</summary>
    public (string ErrorClass, string Words)? Refusal(ScriptedRequest request)
    {
        (ConcurrentDictionary<string, string> Names, string Key)? adds = request.Command switch
        {
            "device_add" => (_devices, "id"),
            "object-add" => (_objects, "id"),
            "blockdev-add" => (_nodes, "node-name"),
            "netdev_add" => (_netdevs, "id"),
            "chardev-add" => (_characterDevices, "id"),
            _ => null,
        };
        if (adds is { } add && add.Names.ContainsKey(Text(request.Arguments, add.Key)))
        {
            return ("GenericError", $"Duplicate ID '{Text(request.Arguments, add.Key)}'");
        }

        return request.Command switch
        {
            "device_del" when !_devices.ContainsKey(Text(request.Arguments, "id")) => ("DeviceNotFound", $"Device '{Text(request.Arguments, "id")}' not found"),
            "device_del" when _asked.ContainsKey(Text(request.Arguments, "id")) => ("GenericError", $"Device {Text(request.Arguments, "id")} is already in the process of unplug"),
            "netdev_del" when !_netdevs.ContainsKey(Text(request.Arguments, "id")) => ("DeviceNotFound", "Device not found"),
            "blockdev-del" when !_nodes.ContainsKey(Text(request.Arguments, "node-name")) => ("GenericError", "Failed to find node"),
            _ => null,
        };
    }

    public string To(ScriptedRequest request)
    {
        JsonElement arguments = request.Arguments;
        switch (request.Command)
        {
            case "device_add":
                _devices[Text(arguments, "id")] = Text(arguments, "driver");
                return "{}";
            case "object-add":
                _objects[Text(arguments, "id")] = Text(arguments, "qom-type");
                return "{}";
            case "object-del":
                _objects.TryRemove(Text(arguments, "id"), out _);
                return "{}";
            case "blockdev-add":
                _nodes[Text(arguments, "node-name")] = arguments.TryGetProperty("filename", out JsonElement file) ? file.GetString()! : "";
                return "{}";
            case "blockdev-del":
                _nodes.TryRemove(Text(arguments, "node-name"), out _);
                return "{}";
            case "netdev_add":
                _netdevs[Text(arguments, "id")] = "";
                return "{}";
            case "netdev_del":
                _netdevs.TryRemove(Text(arguments, "id"), out _);
                return "{}";
            case "chardev-add":
                _characterDevices[Text(arguments, "id")] = Text(arguments.GetProperty("backend"), "type");
                return "{}";
            case "chardev-remove":
                _characterDevices.TryRemove(Text(arguments, "id"), out _);
                return "{}";
            case "add-fd":
                string set = SetOf(arguments);
                _sets[set] = arguments.TryGetProperty("opaque", out JsonElement note) ? note.GetString()! : "";
                return $$"""{"fdset-id": {{set}}, "fd": 100}""";
            case "remove-fd":
                _sets.TryRemove(arguments.GetProperty("fdset-id").ToString(), out _);
                return "{}";
            case "query-fdsets":
                return JsonSerializer.Serialize(_sets.Select(pair => new Dictionary<string, object>
                {
                    ["fdset-id"] = long.Parse(pair.Key, CultureInfo.InvariantCulture),
                    ["fds"] = new[] { new Dictionary<string, object> { ["fd"] = 100, ["opaque"] = pair.Value } },
                }));
            case "query-named-block-nodes":
                return JsonSerializer.Serialize(_nodes.Select(pair => new Dictionary<string, string>
                {
                    ["node-name"] = pair.Key,
                    ["file"] = pair.Value,
                    ["drv"] = "file",
                }));
            case "qom-list":
                return Children(Text(arguments, "path"));
            default:
                return "{}";
        }
    }

    /// <summary>From now on the guest is asked for it: a second time is refused.</summary>
    public void Ask(string device) => _asked[device] = true;

    public void Forget(string device)
    {
        _devices.TryRemove(device, out _);
        _asked.TryRemove(device, out _);
    }

    private string Children(string path) => JsonSerializer.Serialize((path switch
    {
        "/machine/peripheral" => _devices,
        "/objects" => _objects,
        _ => new(StringComparer.Ordinal),
    }).Select(pair => new Dictionary<string, string> { ["name"] = pair.Key, ["type"] = $"child<{pair.Value}>" }));

    private static string Text(JsonElement form, string name) => form.TryGetProperty(name, out JsonElement value) ? value.ToString() : "";
}
