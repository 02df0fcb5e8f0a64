using Pando.Model.Domains.Devices;
using Pando.Model.Ports;
using Pando.Qemu.Devices;

namespace Pando.Qemu.HotPlug;

/// <summary>The images that QEMU has of a disk.</summary>
public static class DiskImages
{
    /// <summary>Where each is and in which format, the guest's own first; none of a drive without a medium and of what another program serves.</summary>
    public static IReadOnlyList<(string? Path, string Format)> Of(DiskDevice disk, OpenedDisk? opened)
    {
        ArgumentNullException.ThrowIfNull(disk);
        return disk.Source is null or VhostUserSource ? [] : [.. DiskLayers.Of(disk, opened).Select(static layer => (layer.Image?.Path, layer.Format))];
    }
}
