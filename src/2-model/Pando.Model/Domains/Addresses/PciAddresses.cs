using Pando.Model.Domains.Devices;

namespace Pando.Model.Domains;

/// <summary>
/// Places on PCI, in the order libvirt gives them: a definition gets the same places from both. It is done twice:
/// once to learn which ports and bridges it takes, then for good.
/// </summary>
internal static class PciAddresses
{
    public static DomainDevices Assign(DomainDevices devices, Chipset chipset, bool runs)
    {
        var before = devices.Controllers.Items.OfType<PciController>().Max(pci => pci.Index!.Value);
        var trial = new PciTopology(devices.Controllers.Items.OfType<PciController>(), chipset, canGrow: true, runs);
        PlaceAll(devices, trial, chipset, isTrial: true);
        if (chipset == Chipset.Q35 && before == 0 && trial.Buses.Count > 1)
        {
            // Whoever leaves the ports to us gets a free one, for a device that is plugged in later.
            trial.Place(PciNeed.Express, devices.Controllers[0]);
        }
        var with = devices with { Controllers = devices.Controllers.Items.AddRange(Missing(devices, trial)) };
        var buses = new PciTopology(with.Controllers.Items.OfType<PciController>(), chipset, canGrow: false, runs);
        return PciControllerOptions.Fill(PlaceAll(with, buses, chipset, isTrial: false), buses);
    }

    private static IEnumerable<ControllerDevice> Missing(DomainDevices devices, PciTopology trial)
    {
        var there = devices.Controllers.Items.OfType<PciController>().Select(pci => pci.Index!.Value).ToHashSet();
        return Enumerable.Range(0, trial.Buses.Count).Where(index => !there.Contains(index))
            .Select(index => new PciController { Index = index, Model = trial.Buses[index].Model });
    }

    private static DomainDevices PlaceAll(DomainDevices devices, PciTopology buses, Chipset chipset, bool isTrial)
    {
        // What has a place keeps it, so those come before anything is chosen.
        foreach (var device in devices.All())
        {
            if (device.Address is PciAddress address)
            {
                buses.Take(address, PciNeeds.Of(device, chipset), device);
            }
        }
        devices = chipset == Chipset.Q35 ? Q35Places.Fix(devices, buses) : I440fxPlaces.Fix(devices, buses);
        if (isTrial && chipset == Chipset.I440fx)
        {
            buses.KeepSlotForBridge();
        }
        devices = devices with { Controllers = Each(devices.Controllers, controller => controller is PciController) };
        devices = devices with { Filesystems = Each(devices.Filesystems) };
        devices = devices with { Interfaces = Each(devices.Interfaces, card => card.Source is not HostCardSource) };
        devices = devices with { Sounds = Each(devices.Sounds) };
        devices = devices with { Controllers = Usb2Places.Fix(devices.Controllers, buses) };
        devices = devices with { Controllers = Each(devices.Controllers, controller => controller is not PciController) };
        devices = devices with { Disks = Each(devices.Disks) };
        devices = devices with { Interfaces = Each(devices.Interfaces, card => card.Source is HostCardSource) };
        devices = devices with { HostDevices = Each(devices.HostDevices) };
        devices = devices with { Memballoon = devices.Memballoon is null ? null : Placed(devices.Memballoon) };
        devices = devices with { Rngs = Each(devices.Rngs) };
        devices = devices with { Watchdogs = Each(devices.Watchdogs) };
        devices = devices with { Videos = Each(devices.Videos) };
        devices = devices with { SharedMemories = Each(devices.SharedMemories) };
        devices = devices with { Inputs = Each(devices.Inputs) };
        devices = devices with { Serials = Each(devices.Serials) };
        devices = devices with { Vsock = devices.Vsock is null ? null : Placed(devices.Vsock) };
        devices = devices with { Iommu = devices.Iommu is null ? null : Placed(devices.Iommu) };
        devices = devices with { Memories = Each(devices.Memories) };
        devices = devices with { Cryptos = Each(devices.Cryptos) };
        devices = devices with { Pstore = devices.Pstore is null ? null : Placed(devices.Pstore) };
        return devices with { Panics = Each(devices.Panics) };

        EquatableArray<T> Each<T>(EquatableArray<T> all, Predicate<T>? which = null) where T : Device =>
            all.Items.Select(device => which is null || which(device) ? Placed(device) : device).ToEquatableArray();

        T Placed<T>(T device) where T : Device =>
            device.Address is null && PciNeeds.Of(device, chipset) is var need and not PciNeed.None
                ? device with { Address = buses.Place(need, device) }
                : device;
    }
}
