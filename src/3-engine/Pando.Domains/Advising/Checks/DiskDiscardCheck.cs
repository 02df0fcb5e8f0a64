using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Advice;
using Pando.Model.Domains.Devices;
using Pando.Model.Host;
using Pando.Model.Ports;

namespace Pando.Domains.Advising.Checks;

/// <summary>Space that the guest gives back and the host does not get.</summary>
internal sealed class DiskDiscardCheck : IDefinitionCheck
{
    public IEnumerable<Diagnosis> Examine(Patient patient) =>
        from disk in patient.Definition.Devices.Disks.Items
        where disk is { Kind: DiskKind.Disk, ReadOnly: false, Source: not null } && disk.Driver.Discard is not DiskDiscard.Unmap
        select Diagnosis.Fixable("disk-discard", DoctorConcern.Room, disk.TargetName, machine =>
            machine.WithDisk(disk.TargetName, found => found with { Driver = found.Driver with { Discard = DiskDiscard.Unmap } }));
}
