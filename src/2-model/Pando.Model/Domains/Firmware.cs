namespace Pando.Model.Domains;

/// <summary>A kind of firmware that the host chooses an image for.</summary>
public enum FirmwareKind
{
    /// <summary>SeaBIOS.</summary>
    Bios,

    /// <summary>UEFI (OVMF).</summary>
    Efi,
}

/// <summary>What a chosen firmware must or must not have.</summary>
/// <param name="Name">Which property.</param>
/// <param name="Enabled">Whether it must be there, or must not.</param>
public sealed record FirmwareFeature(FirmwareFeatureName Name, bool Enabled);

/// <summary>A property that a firmware is chosen by.</summary>
public enum FirmwareFeatureName
{
    /// <summary>It can verify what it boots.</summary>
    SecureBoot,

    /// <summary>Its template of variables has the vendor's keys, so that verification is on.</summary>
    EnrolledKeys,
}

/// <summary>A firmware's code, named explicitly.</summary>
public sealed record LoaderDefinition
{
    /// <summary>The file; null when only its properties are asked for.</summary>
    public string? Path { get; init; }

    /// <summary>How the machine sees it.</summary>
    public LoaderType? Type { get; init; }

    /// <summary>Whether the guest may not write it.</summary>
    public bool? ReadOnly { get; init; }

    /// <summary>Whether it needs system management mode for secure boot.</summary>
    public bool? Secure { get; init; }

    /// <summary>Whether it keeps no variables, so that the machine has none.</summary>
    public bool? Stateless { get; init; }
}

/// <summary>How the machine sees its firmware.</summary>
public enum LoaderType
{
    /// <summary>Read-only memory (<c>-bios</c>).</summary>
    Rom,

    /// <summary>Flash, with variables in a second one.</summary>
    [System.Xml.Serialization.XmlEnum("pflash")]
    ParallelFlash,
}

/// <summary>A machine's own firmware variables.</summary>
public sealed record NvramDefinition
{
    /// <summary>The file; null until one is made for the machine.</summary>
    public string? Path { get; init; }

    /// <summary>The file it is first copied from; null for the firmware's own.</summary>
    public string? TemplatePath { get; init; }

    /// <summary>What <see cref="Path"/> is; null for a file, written the old way.</summary>
    public NvramKind? Kind { get; init; }
}

/// <summary>What a machine's firmware variables are kept in.</summary>
public enum NvramKind
{
    /// <summary>A file.</summary>
    File,

    /// <summary>A block device.</summary>
    Block,
}
