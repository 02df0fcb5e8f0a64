using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Machine;

/// <summary>Where the machine boots from: an index at each device that it does.</summary>
internal static class BootOrder
{
    /// <summary>A disk's place among what is booted from; null is not at all.</summary>
    public static int? BootIndexOf(this ArgumentContext context, DiskDevice disk)
    {
        if (context.Definition.Os.BootDevices.IsEmpty)
        {
            return disk.BootOrder;
        }

        DiskDevice? first = context.Definition.Devices.Disks.Items.FirstOrDefault(other => other.Kind == disk.Kind);
        return ReferenceEquals(first, disk)
            ? Place(context, disk.Kind == DiskKind.CdRom ? BootDevice.CdRom : BootDevice.HardDisk)
            : null;
    }

    /// <summary>A network card's place among what is booted from; null is not at all.</summary>
    public static int? BootIndexOf(this ArgumentContext context, InterfaceDevice card)
    {
        if (context.Definition.Os.BootDevices.IsEmpty)
        {
            return card.BootOrder;
        }

        return ReferenceEquals(context.Definition.Devices.Interfaces.Items.FirstOrDefault(), card)
            ? Place(context, BootDevice.Network)
            : null;
    }

    /// <summary>The place of a device of the host among what is booted from; kinds of devices name none of them.</summary>
    public static int? BootIndexOf(this ArgumentContext context, HostDevice device) =>
        context.Definition.Os.BootDevices.IsEmpty ? device.BootOrder : null;

    private static int? Place(ArgumentContext context, BootDevice kind)
    {
        int place = context.Definition.Os.BootDevices.Items.IndexOf(kind);
        return place < 0 ? null : place + 1;
    }
}
