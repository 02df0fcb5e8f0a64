using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>libvirt's cache modes in QEMU's terms (docs/system/qemu-block-drivers, "cache" of -drive).</summary>
internal static class DiskCaching
{
    /// <summary>The <c>cache</c> of a block node; null leaves it to QEMU.</summary>
    public static JsonForm? Node(DiskCache? cache) => cache switch
    {
        null => null,
        DiskCache.None or DiskCache.DirectSync => Flags(direct: true, noFlush: false),
        DiskCache.Unsafe => Flags(direct: false, noFlush: true),
        _ => Flags(direct: false, noFlush: false),
    };

    /// <summary>Whether the guest is told of a cache that it has to flush; the property of the device.</summary>
    public static string? WriteCache(DiskCache? cache) => cache switch
    {
        null => null,
        DiskCache.WriteThrough or DiskCache.DirectSync => "off",
        _ => "on",
    };

    private static JsonForm Flags(bool direct, bool noFlush) => new JsonForm().Add("direct", direct).Add("no-flush", noFlush);
}
