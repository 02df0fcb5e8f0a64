using Pando.Model.Domains.Devices;

namespace Pando.Qemu.Devices;

/// <summary>QEMU's names of the formats of images.</summary>
internal static class DiskFormats
{
    public static string Name(DiskFormat? format) => format switch
    {
        // QEMU shows the directory as the bytes of a disk.
        null or DiskFormat.Fat => "raw",
        DiskFormat.Parallels => "parallels",
        { } other => other.ToString().ToLowerInvariant(),
    };

    /// <summary>Whether every QEMU that Pando runs with has it; the others are left out of some.</summary>
    public static bool IsEverywhere(string format) => format is "raw" or "qcow2";

    /// <summary>Whether an image of it can say that another is below.</summary>
    public static bool HasBacking(string format) => format is "qcow2" or "qcow" or "qed" or "vmdk";
}
