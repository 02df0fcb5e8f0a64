using System.Globalization;
using Pando.Model.Domains.Devices;

namespace Pando.Model.Domains;

/// <summary>What has its I/O done by which thread.</summary>
public static class IoThreadUsers
{
    /// <summary>The disks, by target, and the SCSI controllers, as libvirt calls them (<c>scsi0</c>), that name the thread of that number.</summary>
    public static IReadOnlyList<string> Of(DomainDefinition definition, int number)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return
        [
            .. definition.Devices.Disks.Items.Where(disk => disk.Driver.IoThread == number).Select(disk => disk.TargetName),
            .. definition.Devices.Controllers.Items.OfType<ScsiController>().Where(scsi => scsi.IoThread == number)
                .Select(scsi => string.Create(CultureInfo.InvariantCulture, $"scsi{scsi.Index}")),
        ];
    }
}
