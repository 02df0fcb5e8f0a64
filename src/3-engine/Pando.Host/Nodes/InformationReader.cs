using System.Globalization;
using Pando.Host.Files;
using Pando.Model.Host;

namespace Pando.Host.Nodes;

/// <summary>Reads what the firmware tells of the host and its parts (SMBIOS, DSP0134 §7), as the kernel keeps its table. Only root may.</summary>
internal static class InformationReader
{
    private const string Table = "/sys/firmware/dmi/tables/DMI";
    private const int NotTold = 0xff;

    // In the order of libvirt's format: the type of the structure, its element, and what is told of it.
    private static readonly (int Type, string Kind, Func<SmbiosStructure, IEnumerable<(string? Name, string? Text)>> Tell)[] Kinds =
    [
        (0, "bios", Bios), (1, "system", System), (2, "baseBoard", Board), (3, "chassis", Chassis),
        (4, "processor", Processor), (17, "memory_device", Memory), (11, "oemStrings", static one => one.Strings.Select(static text => ((string?)null, (string?)text))),
    ];

    private static readonly string?[] ProcessorTypes = [null, "Other", "Unknown", "Central Processor", "Math Processor", "DSP Processor", "Video Processor"];

    private static readonly string?[] ProcessorStates = ["Unknown", "Enabled", "Disabled By User", "Disabled By BIOS", "Idle", null, null, "Other"];

    private static readonly string?[] FormFactors =
        [null, "Other", "Unknown", "SIMM", "SIP", "Chip", "DIP", "ZIP", "Proprietary Card", "DIMM", "TSOP", "Row Of Chips", "RIMM", "SODIMM", "SRIMM", "FB-DIMM", "Die"];

    private static readonly Dictionary<int, string> MemoryTypes = new()
    {
        [0x01] = "Other",
        [0x02] = "Unknown",
        [0x03] = "DRAM",
        [0x07] = "RAM",
        [0x0f] = "SDRAM",
        [0x12] = "DDR",
        [0x13] = "DDR2",
        [0x18] = "DDR3",
        [0x1a] = "DDR4",
        [0x1b] = "LPDDR",
        [0x1c] = "LPDDR2",
        [0x1d] = "LPDDR3",
        [0x1e] = "LPDDR4",
        [0x20] = "HBM",
        [0x21] = "HBM2",
        [0x22] = "DDR5",
        [0x23] = "LPDDR5",
    };

    /// <summary>Null where there is no table, or none that may be read.</summary>
    public static HostInformation? Read(HostFiles files)
    {
        var structures = files.Bytes(Table) is { } table ? SmbiosStructure.Read(table) : [];
        HostPart[] parts =
        [
            .. Kinds.SelectMany(kind => structures.Where(one => one.Type == kind.Type)
                .Select(one => new HostPart(kind.Kind, [.. kind.Tell(one).Where(static entry => entry.Text is not null).Select(static entry => new HostPartEntry(entry.Name, entry.Text!))]))
                .Where(static part => !part.Entries.IsEmpty)),
        ];
        return parts.Length == 0 ? null : new HostInformation([.. parts]);
    }

    private static IEnumerable<(string? Name, string? Text)> Bios(SmbiosStructure one) =>
    [
        ("vendor", one.Text(0x4)), ("version", one.Text(0x5)), ("date", one.Text(0x8)),
        ("release", one.Byte(0x14) is { } major and not NotTold && one.Byte(0x15) is { } minor and not NotTold ? string.Create(CultureInfo.InvariantCulture, $"{major}.{minor}") : null),
    ];

    private static IEnumerable<(string? Name, string? Text)> System(SmbiosStructure one) =>
    [
        ("manufacturer", one.Text(0x4)), ("product", one.Text(0x5)), ("version", one.Text(0x6)), ("serial", one.Text(0x7)),
        ("uuid", one.Identity(0x8)?.ToString("D")), ("sku", one.Text(0x19)), ("family", one.Text(0x1a)),
    ];

    private static IEnumerable<(string? Name, string? Text)> Board(SmbiosStructure one) =>
    [
        ("manufacturer", one.Text(0x4)), ("product", one.Text(0x5)), ("version", one.Text(0x6)), ("serial", one.Text(0x7)),
        ("asset", one.Text(0x8)), ("location", one.Text(0xa)),
    ];

    private static IEnumerable<(string? Name, string? Text)> Chassis(SmbiosStructure one) =>
    [
        ("manufacturer", one.Text(0x4)), ("version", one.Text(0x6)), ("serial", one.Text(0x7)), ("asset", one.Text(0x8)),
        // Behind as many records as it says, each as long as it says.
        ("sku", one.Byte(0x13) is { } count && one.Byte(0x14) is { } length ? one.Text(0x15 + (count * length)) : null),
    ];

    private static IEnumerable<(string? Name, string? Text)> Processor(SmbiosStructure one) =>
    [
        ("socket_destination", one.Text(0x4)), ("type", Word(ProcessorTypes, one.Byte(0x5))), ("manufacturer", one.Text(0x7)), ("version", one.Text(0x10)),
        ("external_clock", Speed(one.Word(0x12), "MHz")), ("max_speed", Speed(one.Word(0x14), "MHz")), ("status", State(one.Byte(0x18))),
        ("serial_number", one.Text(0x20)), ("part_number", one.Text(0x22)),
    ];

    private static IEnumerable<(string? Name, string? Text)> Memory(SmbiosStructure one) =>
    [
        ("size", Size(one)), ("form_factor", Word(FormFactors, one.Byte(0xe))), ("locator", one.Text(0x10)), ("bank_locator", one.Text(0x11)),
        ("type", one.Byte(0x12) is { } type ? MemoryTypes.GetValueOrDefault(type) : null), ("speed", Speed(one.Word(0x15), "MT/s")),
        ("manufacturer", one.Text(0x17)), ("serial_number", one.Text(0x18)), ("part_number", one.Text(0x1a)),
    ];

    private static string? Word(string?[] words, int? number) => number is { } index && index < words.Length ? words[index] : null;

    private static string? Speed(int? value, string unit) => value is > 0 and < 0xffff ? string.Create(CultureInfo.InvariantCulture, $"{value} {unit}") : null;

    // The sixth bit says that the socket has a processor, the lowest three what that does.
    private static string? State(int? status) => status switch
    {
        null => null,
        { } bits when (bits & 0x40) == 0 => "Unpopulated",
        { } bits => Word(ProcessorStates, bits & 0x7) is { } state ? $"Populated, {state}" : null,
    };

    // Of KiB where the highest bit is set; what is too large for the word stands in another field. An empty slot is no device.
    private static string? Size(SmbiosStructure one) => one.Word(0xc) switch
    {
        null or 0 or 0xffff => null,
        0x7fff => one.Long(0x1c) is { } mebibytes ? Round(mebibytes) : null,
        { } word when (word & 0x8000) != 0 => string.Create(CultureInfo.InvariantCulture, $"{word & 0x7fff} kB"),
        { } word => Round(word),
    };

    private static string Round(long mebibytes) => mebibytes % 1024 == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{mebibytes / 1024} GB")
        : string.Create(CultureInfo.InvariantCulture, $"{mebibytes} MB");
}
