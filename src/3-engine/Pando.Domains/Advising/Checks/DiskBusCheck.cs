using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Advice;
using Pando.Model.Domains.Devices;
using Pando.Model.Host;
using Pando.Model.Ports;

namespace Pando.Domains.Advising.Checks;

/// <summary>Disks on buses that QEMU has to emulate register by register.</summary>
internal sealed class DiskBusCheck : IDefinitionCheck
{
    // Another bus is another driver in the guest, and other names of its disks: people have to say when.
    public IEnumerable<Diagnosis> Examine(Patient patient) =>
        from disk in patient.Definition.Devices.Disks.Items
        where disk is { Kind: DiskKind.Disk, Bus: DiskBus.Ide or DiskBus.Sata or DiskBus.Usb }
        where patient.System?.Drives(GuestDriver.VirtioBlock) is not false
        select Diagnosis.Of("disk-bus-emulated", DoctorConcern.Performance, disk.TargetName, ("bus", disk.Bus.ToString()!.ToLowerInvariant()));
}
