namespace Pando.Model.Domains;

/// <summary>What the firmware tells of the machine's maker (SMBIOS, DSP0134). What is null keeps QEMU's own word.</summary>
public sealed record SmbiosInfo
{
    /// <summary>The firmware (type 0).</summary>
    public SmbiosBios Bios { get; init; } = new();

    /// <summary>The machine (type 1).</summary>
    public SmbiosSystem System { get; init; } = new();

    /// <summary>Its boards (type 2).</summary>
    public EquatableArray<SmbiosBoard> Boards { get; init; }

    /// <summary>Its case (type 3).</summary>
    public SmbiosChassis Chassis { get; init; } = new();

    /// <summary>Free texts (type 11); programs in the guest read them.</summary>
    public EquatableArray<string> OemStrings { get; init; }
}

/// <summary>The firmware.</summary>
public sealed record SmbiosBios
{
    /// <summary>Who made it.</summary>
    public string? Vendor { get; init; }

    /// <summary>Its version.</summary>
    public string? Version { get; init; }

    /// <summary>When it was made: <c>mm/dd/yyyy</c> or <c>mm/dd/yy</c>.</summary>
    public string? Date { get; init; }

    /// <summary>Its release: <c>major.minor</c>.</summary>
    public string? Release { get; init; }
}

/// <summary>The machine.</summary>
public sealed record SmbiosSystem
{
    /// <summary>Who made it.</summary>
    public string? Manufacturer { get; init; }

    /// <summary>What it is.</summary>
    public string? Product { get; init; }

    /// <summary>Its version.</summary>
    public string? Version { get; init; }

    /// <summary>Its serial number.</summary>
    public string? Serial { get; init; }

    /// <summary>Its identity, which must be the machine's.</summary>
    public string? Uuid { get; init; }

    /// <summary>Its number in a catalogue.</summary>
    public string? Sku { get; init; }

    /// <summary>Which family it is of.</summary>
    public string? Family { get; init; }
}

/// <summary>A board.</summary>
public sealed record SmbiosBoard
{
    /// <summary>Who made it.</summary>
    public string? Manufacturer { get; init; }

    /// <summary>What it is.</summary>
    public string? Product { get; init; }

    /// <summary>Its version.</summary>
    public string? Version { get; init; }

    /// <summary>Its serial number.</summary>
    public string? Serial { get; init; }

    /// <summary>Its owner's number.</summary>
    public string? Asset { get; init; }

    /// <summary>Where in the case it is.</summary>
    public string? Location { get; init; }
}

/// <summary>The case.</summary>
public sealed record SmbiosChassis
{
    /// <summary>Who made it.</summary>
    public string? Manufacturer { get; init; }

    /// <summary>Its version.</summary>
    public string? Version { get; init; }

    /// <summary>Its serial number.</summary>
    public string? Serial { get; init; }

    /// <summary>Its owner's number.</summary>
    public string? Asset { get; init; }

    /// <summary>Its number in a catalogue.</summary>
    public string? Sku { get; init; }
}

/// <summary>Where the firmware's tables of the maker come from.</summary>
public enum SmbiosMode
{
    /// <summary>QEMU.</summary>
    Emulate,

    /// <summary>The host's own.</summary>
    Host,

    /// <summary>The definition's <c>sysinfo</c>.</summary>
    [System.Xml.Serialization.XmlEnum("sysinfo")]
    SysInfo,
}
