using Pando.Linux.Files;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Storage.FileSystems;
using Pando.Storage.Images;

namespace Pando.Storage.Volumes;

/// <summary>How large volumes are and may be.</summary>
internal static class VolumeCapacity
{
    private const long Sector = 512;

    // qcow2 with clusters of 64 KiB: QEMU's limit of its first-level table.
    private const long Largest = 2L << 50;

    private static readonly Reason Beyond = new("size-beyond", ("limit", ByteCount.Text(Largest)));

    /// <summary>What a request comes to, in whole sectors.</summary>
    /// <exception cref="CallerException"><c>storage.bad-size</c>, <c>storage.bad-format</c>.</exception>
    public static long Of(VolumeRequest request, OpenedDisk? source)
    {
        if (request.Format is not ("qcow2" or "raw") || (request.Format is "raw" && source is not null && !request.FullCopy))
        {
            throw new CallerException(ErrorCodes.Storage.BadFormat, ("format", request.Format));
        }
        var sourceSize = source is null ? 0 : Of(source);
        return request.CapacityBytes switch
        {
            null when source is null => throw Bad(request.Name, new Reason("size-missing")),
            null => RoundUp(sourceSize),
            <= 0 => throw Bad(request.Name, new Reason("size-nothing")),
            > Largest => throw Bad(request.Name, Beyond),
            { } asked when RoundUp(asked) < sourceSize => throw Bad(request.Name,
                new Reason("size-below-image", ("least", ByteCount.Text(sourceSize)))),
            { } asked => RoundUp(asked),
        };
    }

    /// <summary>How large a guest sees an open disk.</summary>
    public static long Of(OpenedDisk disk)
    {
        var image = disk.Chain[0];
        return image.Format is "qcow2"
            ? BackingImage.ReadHeader(image.Path, image.Handle, encrypted: false).VirtualSize
            : BlockLength(image);
    }

    /// <summary>A size in whole mebibytes that is not too small.</summary>
    /// <exception cref="CallerException"><c>storage.bad-size</c>.</exception>
    public static long AtLeast(string name, long asked, long least)
    {
        const long mebibyte = 1 << 20;
        return asked < least ? throw Bad(name, new Reason("size-below", ("least", ByteCount.Text(least))))
            : asked > Largest ? throw Bad(name, Beyond)
            : (asked + mebibyte - 1) / mebibyte * mebibyte;
    }

    /// <exception cref="CallerException"><c>storage.shrink-refused</c>, <c>storage.bad-size</c>.</exception>
    public static void RequireGrowth(string name, long current, long asked)
    {
        if (asked > Largest || asked % Sector != 0)
        {
            throw Bad(name, asked > Largest ? Beyond : new Reason("size-uneven"));
        }
        if (asked < current)
        {
            throw new CallerException(ErrorCodes.Storage.ShrinkRefused,
                ("name", name), ("asked", ByteCount.Text(asked)), ("current", ByteCount.Text(current)));
        }
    }

    private static long BlockLength(OpenedImage image) => FileStatus.Of(image.Handle).Kind is FileKind.Regular
        ? RandomAccess.GetLength(image.Handle)
        : BlockDevice.Size(image.Handle);

    private static long RoundUp(long bytes) => (bytes + Sector - 1) / Sector * Sector;

    private static CallerException Bad(string name, Reason reason) => new(ErrorCodes.Storage.BadSize, reason.With(("name", name)));
}
