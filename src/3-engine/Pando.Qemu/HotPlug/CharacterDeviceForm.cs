using System.Text.Json.Nodes;

namespace Pando.Qemu.HotPlug;

/// <summary>A character device's argument (-chardev, which takes no JSON) as chardev-add wants it (qapi/char.json).</summary>
internal static class CharacterDeviceForm
{
    /// <summary>Its id, and its ChardevBackend.</summary>
    public static (string Id, JsonObject Backend) Of(string form)
    {
        IReadOnlyDictionary<string, string> values = KeyValues.Of(form);
        string kind = values.TryGetValue(KeyValues.First, out string? first) ? first : values["backend"];
        JsonObject data = Data(kind, values);
        Put(data, "logfile", values, "logfile");
        PutFlag(data, "logappend", values, "logappend");
        return (values["id"], new JsonObject { ["type"] = kind is "tty" ? "serial" : kind, ["data"] = data });
    }

    private static JsonObject Data(string kind, IReadOnlyDictionary<string, string> values) => kind switch
    {
        "socket" => Socket(values),
        "udp" => Udp(values),
        "file" => PutFlag(Put(Put([], "out", values, "path"), "in", values, "input-path"), "append", values, "append"),
        "pipe" or "serial" or "tty" or "parallel" => Put([], "device", values, "path"),
        "spicevmc" => Put([], "type", values, "name"),
        "spiceport" => Put([], "fqdn", values, "name"),
        "qemu-vdagent" => PutFlag(PutFlag([], "mouse", values, "mouse"), "clipboard", values, "clipboard"),
        "dbus" => Put([], "name", values, "name"),
        _ => [],
    };

    private static JsonObject Socket(IReadOnlyDictionary<string, string> values)
    {
        JsonObject data = [];
        data["addr"] = values switch
        {
            _ when values.ContainsKey("fd") => Address("fd", Put([], "str", values, "fd")),
            _ when values.ContainsKey("path") => Address("unix", PutFlag(PutFlag(Put([], "path", values, "path"), "abstract", values, "abstract"), "tight", values, "tight")),
            _ => Address("inet", PutFlag(PutFlag(Put(Put([], "host", values, "host"), "port", values, "port"), "ipv4", values, "ipv4"), "ipv6", values, "ipv6")),
        };
        foreach (string flag in (string[])["server", "wait", "nodelay", "telnet", "tn3270", "websocket"])
        {
            PutFlag(data, flag, values, flag);
        }

        // A client is one that says so: QEMU's own default over QMP is a server.
        data["server"] ??= false;
        if (values.TryGetValue("reconnect", out string? seconds))
        {
            data["reconnect"] = int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture);
        }

        return Put(data, "tls-creds", values, "tls-creds");
    }

    private static JsonObject Udp(IReadOnlyDictionary<string, string> values)
    {
        JsonObject data = new() { ["remote"] = Address("inet", Put(Put([], "host", values, "host"), "port", values, "port")) };
        if (values.ContainsKey("localaddr") || values.ContainsKey("localport"))
        {
            data["local"] = Address("inet", new JsonObject
            {
                ["host"] = values.GetValueOrDefault("localaddr", ""),
                ["port"] = values.GetValueOrDefault("localport", "0"),
            });
        }

        return data;
    }

    private static JsonObject Address(string type, JsonObject data) => new() { ["type"] = type, ["data"] = data };

    private static JsonObject Put(JsonObject into, string name, IReadOnlyDictionary<string, string> values, string key)
    {
        if (values.TryGetValue(key, out string? value))
        {
            into[name] = value;
        }

        return into;
    }

    private static JsonObject PutFlag(JsonObject into, string name, IReadOnlyDictionary<string, string> values, string key)
    {
        if (values.TryGetValue(key, out string? value))
        {
            into[name] = value is "on" or "yes" or "true";
        }

        return into;
    }
}
