using System.Globalization;

namespace Pando.ScriptedQemu;

/// <summary>What the stand-in reads of QEMU's arguments.</summary>
internal sealed class CommandLine(string[] arguments)
{
    public string Name => Keys(ValueOf("-name") ?? "").GetValueOrDefault("guest", "");

    public string Uuid => ValueOf("-uuid") ?? "00000000-0000-0000-0000-000000000000";

    public bool IsIncoming => ValueOf("-incoming") == "defer";

    public bool StartsPaused => arguments.Contains("-S");

    public int Cpus => int.Parse(ValueOf("-smp")?.Split(',')[0] ?? "1", CultureInfo.InvariantCulture);

    public long MemoryBytes => long.Parse(
        Keys(ValueOf("-m") ?? "size=131072k").GetValueOrDefault("size", "131072k").TrimEnd('k'), CultureInfo.InvariantCulture) * 1024;

    public string? Vnc => ValueOf("-vnc");

    public bool HasBalloon => arguments.Any(argument => argument.Contains("\"virtio-balloon", StringComparison.Ordinal));

    public bool HasVideo => arguments.Any(argument => argument.Contains("\"video", StringComparison.Ordinal));

    /// <summary>What -action says of an event, or QEMU's own default.</summary>
    public string Action(string happening, string otherwise) => Keys(ValueOf("-action") ?? "").GetValueOrDefault(happening, otherwise);

    /// <summary>The ids of the character devices, with their kinds.</summary>
    public IEnumerable<(string Id, string Kind)> CharacterDevices =>
        from value in ValuesOf("-chardev")
        let keys = Keys(value)
        select (keys["id"], value.Split(',')[0]);

    /// <summary>The inherited descriptor of the monitor, and whether it listens.</summary>
    public (int Descriptor, bool Listens) Monitor
    {
        get
        {
            string id = ValuesOf("-mon").Select(Keys).First(keys => keys.GetValueOrDefault("mode") == "control")["chardev"];
            Dictionary<string, string> monitor = ValuesOf("-chardev").Select(Keys).Single(keys => keys.GetValueOrDefault("id") == id);
            return (int.Parse(monitor["fd"], CultureInfo.InvariantCulture), monitor.GetValueOrDefault("server") == "on");
        }
    }

    /// <summary>The values of the options that are in JSON.</summary>
    public IEnumerable<System.Text.Json.JsonElement> Forms(string option) =>
        ValuesOf(option).Where(value => value.StartsWith('{')).Select(value => System.Text.Json.JsonElement.Parse(value));

    /// <summary>The sets of descriptors, with the note of each.</summary>
    public IEnumerable<(long Set, string Note)> Sets =>
        ValuesOf("-add-fd").Select(Keys).Select(keys => (long.Parse(keys["set"], CultureInfo.InvariantCulture), keys.GetValueOrDefault("opaque", "")));

    private string? ValueOf(string option) => ValuesOf(option).FirstOrDefault();

    private IEnumerable<string> ValuesOf(string option) =>
        arguments.Zip(arguments.Skip(1)).Where(pair => pair.First == option).Select(pair => pair.Second);

    private static Dictionary<string, string> Keys(string value) =>
        value.Replace(",,", "\u0001", StringComparison.Ordinal)
            .Split(',')
            .Select(part => part.Replace('\u0001', ',').Split('=', 2))
            .Where(part => part.Length == 2)
            .DistinctBy(part => part[0])
            .ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);
}
