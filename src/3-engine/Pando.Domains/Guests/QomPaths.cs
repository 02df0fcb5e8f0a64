namespace Pando.Domains.Guests;

/// <summary>Where QEMU keeps a device.</summary>
internal static class QomPaths
{
    /// <summary>Whether a path is that of an alias: <c>/machine/peripheral/virtio-disk0/virtio-backend</c>, or the id alone.</summary>
    public static bool Names(string? path, string? alias) =>
        path is not null && alias is not null && (path == alias || path.Split('/').Contains(alias, StringComparer.Ordinal));
}
