namespace Pando.Model.Domains.Devices;

/// <summary>The geometry that a disk says it has; only guests of the last century ask.</summary>
/// <param name="Cylinders">Cylinders.</param>
/// <param name="Heads">Heads.</param>
/// <param name="Sectors">Sectors of a track.</param>
/// <param name="Translation">How the BIOS turns it into its own (IDE); null leaves it to QEMU.</param>
public sealed record DiskGeometry(int Cylinders, int Heads, int Sectors, GeometryTranslation? Translation = null);

/// <summary>How a BIOS translates a geometry.</summary>
public enum GeometryTranslation
{
    /// <summary>As QEMU finds best.</summary>
    Auto,

    /// <summary>Not at all.</summary>
    None,

    /// <summary>By logical block addressing.</summary>
    Lba,
}

/// <summary>The block sizes that a disk says it has, in bytes; null leaves one to QEMU.</summary>
/// <param name="LogicalBytes">The smallest that can be addressed.</param>
/// <param name="PhysicalBytes">The smallest that can be written without reading before.</param>
public sealed record DiskBlockSizes(int? LogicalBytes, int? PhysicalBytes);
