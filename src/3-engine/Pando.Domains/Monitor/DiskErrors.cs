using Pando.Domains.Guests;
using Pando.Model.Domains;
using Pando.Qmp;

namespace Pando.Domains.Monitor;

/// <summary>Which disks a guest was stopped for, by what QEMU says of its drives.</summary>
internal static class DiskErrors
{
    public static IReadOnlyList<DiskError> Of(DomainDefinition definition, IReadOnlyList<BlockDriveInfo> drives) =>
    [
        .. from disk in definition.Devices.Disks.Items
           let drive = drives.FirstOrDefault(drive => QomPaths.Names(drive.QomPath, disk.Alias?.Name))
           where drive?.IoStatus is "failed" or "nospace"
           select new DiskError(disk.TargetName, drive.IoStatus == "nospace"),
    ];
}
