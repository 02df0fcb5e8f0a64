using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pando.Domains.Guests;
using Pando.Model.Xml.Changes;
using Pando.Qmp;

namespace Pando.Domains.Changing;

/// <summary>What can be changed of a device while its machine runs, and by which command. The rest is refused by name.</summary>
internal static class LiveUpdates
{
    /// <summary>A place of a kind of device, and the command that makes QEMU have what stands there.</summary>
    private sealed record Row(string Kind, string Place, Func<string, DeviceText, IEnumerable<QmpVerb<Nothing>>> Commands);

    private static readonly Row[] Rows =
    [
        new("interface", "link/@state", Link),
        new("interface", "link", Link),
        new("interface", "boot", BootIndex),
        new("disk", "boot", BootIndex),
        new("hostdev", "boot", BootIndex),
        new("redirdev", "boot", BootIndex),
        new("filesystem", "boot", BootIndex),
        new("disk", "iotune", Limits),
        new("graphics", "@passwd", Password),
        new("graphics", "@passwdValidTo", Password),
        new("graphics", "@connected", Password),
        new("memballoon", "stats", StatsPeriod),
        new("memory", "target/requested", RequestedSize),
    ];

    /// <summary>What makes up the medium of a drive, which takes more than a command.</summary>
    private static readonly string[] Medium = ["source", "@type", "driver/@type", "target/@tray", "backingStore"];

    /// <summary>The reason of the first place that cannot be changed; null where all can.</summary>
    public static string? Refusal(DeviceText device, IReadOnlyList<string> places)
    {
        if (places.FirstOrDefault(place => !IsMedium(device, place) && !BridgePort.Has(device, place) && !CardSpeed.Has(device, place) && !Rows.Any(row => Covers(row, device, place))) is not { } first)
        {
            return null;
        }
        return device.Kind == "interface" && first.StartsWith("bandwidth", StringComparison.Ordinal) ? "domain.reason.update-bandwidth" : first;
    }

    /// <summary>Whether the medium of a drive changes.</summary>
    public static bool ChangesMedium(DeviceText device, IReadOnlyList<string> places) => places.Any(place => IsMedium(device, place));

    /// <summary>The commands for what stands at these places.</summary>
    public static IEnumerable<QmpVerb<Nothing>> Commands(string alias, DeviceText device, IReadOnlyList<string> places) =>
        Rows.Where(row => places.Any(place => Covers(row, device, place))).Select(row => row.Commands).Distinct().SelectMany(make => make(alias, device));

    private static bool IsMedium(DeviceText device, string place) =>
        device.Kind == "disk" && device.Value("@device") is "cdrom" or "floppy" && Medium.Any(part => IsUnder(place, part));

    private static bool Covers(Row row, DeviceText device, string place) => row.Kind == device.Kind && IsUnder(place, row.Place);

    private static bool IsUnder(string place, string part) => place == part || place.StartsWith(part + "/", StringComparison.Ordinal);

    private static IEnumerable<QmpVerb<Nothing>> Link(string alias, DeviceText card) => [new SetLink(alias, card.Value("link/@state") != "down")];

    // -1 is QEMU's own word for "not at all".
    private static IEnumerable<QmpVerb<Nothing>> BootIndex(string alias, DeviceText device) => [Set(alias, "bootindex", Number(device.Value("boot/@order")) ?? -1)];

    private static IEnumerable<QmpVerb<Nothing>> StatsPeriod(string alias, DeviceText balloon) =>
        [Set(alias, "guest-stats-polling-interval", Number(balloon.Value("stats/@period")) ?? 0)];

    private static IEnumerable<QmpVerb<Nothing>> RequestedSize(string alias, DeviceText memory) =>
        [Set(alias, "requested-size", (Number(memory.Value("target/requested")) ?? 0) * BytesPer(memory.Value("target/requested/@unit")))];

    private static IEnumerable<QmpVerb<Nothing>> Password(string alias, DeviceText display)
    {
        var protocol = display.Value("@type")!;
        // Without a password nobody may come in: an empty one lets nobody in by itself.
        yield return new SetPassword(protocol, display.Value("@passwd") ?? "", protocol == "spice" ? display.Value("@connected") : null);
        yield return new ExpirePassword(protocol, display switch
        {
            _ when display.Value("@passwd") is null => "now",
            _ when display.Value("@passwdValidTo") is { } until && DateTimeOffset.TryParse(until, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) =>
                at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            _ => "never",
        });
    }

    /// <summary>The six that QEMU always wants, and those of bursts that are there.</summary>
    private static IEnumerable<QmpVerb<Nothing>> Limits(string alias, DeviceText disk)
    {
        var arguments = new JsonObject { ["id"] = QomPaths.Backend(alias, disk.Value("target/@bus")) };
        foreach (var (name, place, always) in ThrottleNames.All)
        {
            if (Number(disk.Value($"iotune/{place}")) is { } value)
            {
                arguments[name] = value;
            }
            else if (always)
            {
                arguments[name] = 0;
            }
        }
        if (disk.Value("iotune/group_name") is { } group)
        {
            arguments["group"] = group;
        }
        return [new BlockSetIoThrottle(arguments)];
    }

    private static QomSet Set(string alias, string property, long value) =>
        new($"/machine/peripheral/{alias}", property, JsonElement.Parse(value.ToString(CultureInfo.InvariantCulture)));

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static long BytesPer(string? unit) => unit switch
    {
        "b" or "bytes" => 1,
        "M" or "MiB" => 1L << 20,
        "G" or "GiB" => 1L << 30,
        _ => 1L << 10,
    };
}
