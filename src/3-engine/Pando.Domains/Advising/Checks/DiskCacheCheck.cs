using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Advice;
using Pando.Model.Domains.Devices;
using Pando.Model.Host;
using Pando.Model.Ports;

namespace Pando.Domains.Advising.Checks;

/// <summary>Caching of disks by the host: what loses data, and what keeps everything in memory twice.</summary>
internal sealed class DiskCacheCheck : IDefinitionCheck
{
    public IEnumerable<Diagnosis> Examine(Patient patient)
    {
        foreach (DiskDevice disk in patient.Definition.Devices.Disks.Items.Where(disk => disk is { Kind: DiskKind.Disk, ReadOnly: false, Source: not null }))
        {
            string target = disk.TargetName;
            if (disk.Driver.Cache is DiskCache.Unsafe)
            {
                yield return Diagnosis.Fixable("disk-cache-unsafe", DoctorConcern.Safety, target, machine => Uncached(machine, target));
            }
            else if (disk.Driver.Cache is null or DiskCache.WriteBack or DiskCache.WriteThrough)
            {
                yield return Diagnosis.Fixable("disk-cache-host", DoctorConcern.Room, target, machine => Uncached(machine, target));
            }
        }
    }

    private static DomainDefinition Uncached(DomainDefinition machine, string target) =>
        machine.WithDisk(target, disk => disk with { Driver = disk.Driver with { Cache = DiskCache.None } });
}
