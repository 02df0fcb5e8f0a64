using Pando.Model.Domains.Devices;

namespace Pando.Model.Domains;

/// <summary>The numbers of ports and bridges that the guest tells them by, and the flag of slots with many functions.</summary>
internal static class PciControllerOptions
{
    public static DomainDevices Fill(DomainDevices devices, PciTopology buses)
    {
        var taken = devices.Controllers.Items.OfType<PciController>().Select(pci => pci.Chassis ?? pci.ChassisNumber).OfType<int>().ToHashSet();
        var lowest = devices.Controllers.Items.OfType<PciController>().Min(pci => pci.BusNumber) ?? 256;
        var controllers = devices.Controllers.Items.Select(controller => controller is PciController pci ? Numbered(pci) : controller).ToEquatableArray();
        return Shared(devices with { Controllers = controllers }, buses);

        PciController Numbered(PciController pci) => pci.Model switch
        {
            PciControllerModel.PcieRootPort => pci with
            {
                Chassis = pci.Chassis ?? Free(pci.Index!.Value),
                Port = pci.Port ?? (pci.Address is PciAddress address ? (address.Slot << 3) + address.Function : null),
            },
            PciControllerModel.PcieSwitchDownstreamPort => pci with
            {
                Chassis = pci.Chassis ?? Free(pci.Index!.Value),
                Port = pci.Port ?? (pci.Address is PciAddress address ? address.Slot : null),
            },
            PciControllerModel.PciExpanderBus or PciControllerModel.PcieExpanderBus => pci with { BusNumber = pci.BusNumber ?? NextExpander() },
            PciControllerModel.PciBridge => pci with { ChassisNumber = pci.ChassisNumber ?? Free(pci.Index!.Value) },
            _ => pci,
        };

        // From above, and apart: the buses below one are numbered after it.
        int NextExpander() => lowest -= 2;

        int Free(int number)
        {
            while (!taken.Add(number))
            {
                number = (number % 255) + 1;
            }
            return number;
        }
    }

    // A guest looks at the other functions of a slot only where the first one says that there are some.
    private static DomainDevices Shared(DomainDevices devices, PciTopology buses)
    {
        return devices with
        {
            Disks = Each(devices.Disks),
            Controllers = Each(devices.Controllers),
            Filesystems = Each(devices.Filesystems),
            Interfaces = Each(devices.Interfaces),
            Inputs = Each(devices.Inputs),
            Videos = Each(devices.Videos),
            Memballoon = devices.Memballoon is null ? null : Marked(devices.Memballoon),
            Rngs = Each(devices.Rngs),
            HostDevices = Each(devices.HostDevices),
            SharedMemories = Each(devices.SharedMemories),
            Memories = Each(devices.Memories),
            Iommu = devices.Iommu is null ? null : Marked(devices.Iommu),
            Vsock = devices.Vsock is null ? null : Marked(devices.Vsock),
            Cryptos = Each(devices.Cryptos),
            Pstore = devices.Pstore is null ? null : Marked(devices.Pstore),
        };

        EquatableArray<T> Each<T>(EquatableArray<T> all) where T : Device => all.Items.Select(Marked).ToEquatableArray();

        T Marked<T>(T device) where T : Device =>
            device.Address is PciAddress { Function: 0, Multifunction: null } address && buses.Buses[address.Bus].IsShared(address.Slot)
                ? device with { Address = address with { Multifunction = true } }
                : device;
    }
}
