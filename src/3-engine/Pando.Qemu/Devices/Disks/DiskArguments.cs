using System.Globalization;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Qemu.Arguments;
using Pando.Qemu.Machine;

namespace Pando.Qemu.Devices;

/// <summary>Disks and drives: the images as block nodes, then the device in front of them.</summary>
internal static class DiskArguments
{
    public static IEnumerable<QemuArgument> Of(DiskDevice disk, ArgumentContext context) => disk.Source switch
    {
        VhostUserSource user => VhostUserDiskArguments.Of(disk, user, context),
        null => [Device(disk, null, context).As("-device")],
        _ => [.. DiskNodes.Of(disk, context.Opened.Disks.GetValueOrDefault(disk.TargetName), context), Device(disk, DiskNodes.Top(disk), context).As("-device")],
    };

    private static JsonForm Device(DiskDevice disk, string? drive, ArgumentContext context)
    {
        DiskDriver driver = disk.Driver;
        JsonForm form = DiskFront.Of(disk, context)
            .Add("drive", drive)
            // A floppy drive has no such property: the firmware looks at it by itself.
            .Add("bootindex", disk.Kind == DiskKind.Floppy ? null : context.BootIndexOf(disk))
            .Add("serial", disk.Serial)
            .Add("share-rw", disk.Shareable ? true : null);
        if (disk.Kind is DiskKind.CdRom or DiskKind.Floppy)
        {
            return form;
        }

        if (disk.Kind != DiskKind.Lun || disk.Bus == DiskBus.Virtio)
        {
            form.Add("write-cache", DiskCaching.WriteCache(driver.Cache));
        }

        return Identity(disk, form)
            .Add("werror", DiskWords.Policy(driver.ErrorPolicy))
            // "No space" is no answer to a failed read; every other policy holds for both unless reads have their own.
            .Add("rerror", DiskWords.Policy(driver.ReadErrorPolicy ?? (driver.ErrorPolicy == DiskErrorPolicy.NoSpace ? null : driver.ErrorPolicy)));
    }

    /// <summary>What the disk tells the guest of itself.</summary>
    private static JsonForm Identity(DiskDevice disk, JsonForm form) => form
        .Add("logical_block_size", disk.BlockSizes?.LogicalBytes)
        .Add("physical_block_size", disk.BlockSizes?.PhysicalBytes)
        .Add("cyls", disk.Geometry?.Cylinders)
        .Add("heads", disk.Geometry?.Heads)
        .Add("secs", disk.Geometry?.Sectors)
        .Add("bios-chs-trans", disk.Geometry?.Translation?.ToString().ToLowerInvariant())
        .Add("rotation_rate", disk.RotationRate)
        .Add("wwn", disk.WorldWideName is { } name ? long.Parse(name, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : (long?)null)
        .Add("vendor", disk.Vendor)
        .Add("product", disk.Product)
        .Add("removable", disk.Removable);
}
