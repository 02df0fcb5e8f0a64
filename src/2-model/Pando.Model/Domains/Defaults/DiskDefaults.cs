using Pando.Model.Domains.Devices;

namespace Pando.Model.Domains;

/// <summary>What disks get that leave it open.</summary>
internal static class DiskDefaults
{
    public static EquatableArray<DiskDevice> Complete(EquatableArray<DiskDevice> disks) => InOrder(disks.Items.Select(Disk));

    private static DiskDevice Disk(DiskDevice disk) => disk with
    {
        Driver = disk.Driver with { Format = disk.Driver.Format ?? DiskFormat.Raw },
        Source = disk.Source is null ? null : SourceDefaults.Complete(disk.Source),
        Backing = disk.Backing is null ? null : Backing(disk.Backing),
        // A drive without a medium has nothing to be found on the network or in a directory.
        EmptyKind = disk.EmptyKind is DiskSourceKind.Block ? DiskSourceKind.Block : DiskSourceKind.File,
        Bus = disk.Bus ?? DiskNames.UsualBus(disk.TargetName),
        ReadOnly = disk.ReadOnly || disk.Kind == DiskKind.CdRom,
        Snapshot = disk.Snapshot ?? (disk.Source is VhostUserSource ? DiskSnapshot.No : null),
    };

    private static DiskBacking Backing(DiskBacking backing) => backing with
    {
        Source = backing.Source is null ? null : SourceDefaults.Complete(backing.Source),
        Next = backing.Next is null ? null : Backing(backing.Next),
    };

    // The disks of a bus stand in the order of their names, as libvirt takes them in: a firmware boots from the first.
    private static EquatableArray<DiskDevice> InOrder(IEnumerable<DiskDevice> disks)
    {
        var ordered = new List<DiskDevice>();
        foreach (var disk in disks)
        {
            var at = ordered.FindIndex(other => other.Bus == disk.Bus && DiskNames.Index(other.TargetName) > DiskNames.Index(disk.TargetName));
            var last = ordered.FindLastIndex(other => other.Bus == disk.Bus);
            ordered.Insert(at >= 0 ? at : last >= 0 ? last + 1 : ordered.Count, disk);
        }
        return ordered.ToEquatableArray();
    }
}
