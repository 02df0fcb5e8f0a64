using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Domains.Starting;

/// <summary>The PCI devices of the host that a machine has.</summary>
internal static class HostPciPlaces
{
    public static IReadOnlyList<PciAddress> Of(DomainDevices devices) =>
    [
        .. devices.HostDevices.Items.OfType<HostPciDevice>().Select(device => device.Host),
        .. devices.Interfaces.Items.Select(card => card.Source).OfType<HostCardSource>().Select(source => source.Address),
        .. devices.Disks.Items.Select(disk => disk.Source).OfType<NvmeSource>().Select(drive => drive.Controller),
    ];
}
