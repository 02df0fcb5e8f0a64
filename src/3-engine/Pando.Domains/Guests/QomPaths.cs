namespace Pando.Domains.Guests;

/// <summary>Where QEMU keeps a device.</summary>
internal static class QomPaths
{
    /// <summary>
    /// Where a disk's backend hangs (<c>block_set_io_throttle</c>): a virtio disk is a transport with the disk in it, a USB disk a
    /// bridge to a SCSI disk.
    /// </summary>
    public static string Backend(string alias, string? bus) => bus switch
    {
        "virtio" => $"/machine/peripheral/{alias}/virtio-backend",
        "usb" => $"/machine/peripheral/{alias}/{alias}.0/legacy[0]",
        _ => alias,
    };

    /// <summary>Whether a path is that of an alias: <c>/machine/peripheral/virtio-disk0/virtio-backend</c>, or the id alone.</summary>
    public static bool Names(string? path, string? alias) =>
        path is not null && alias is not null && (path == alias || path.Split('/').Contains(alias, StringComparer.Ordinal));
}
