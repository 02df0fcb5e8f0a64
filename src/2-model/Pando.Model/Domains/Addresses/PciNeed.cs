using Pando.Model.Domains.Devices;

namespace Pando.Model.Domains;

/// <summary>What kind of place a device needs.</summary>
internal enum PciNeed
{
    /// <summary>None on PCI, or one that the chipset fixes.</summary>
    None,

    /// <summary>A slot of a conventional PCI bus.</summary>
    Conventional,

    /// <summary>A port of PCI Express.</summary>
    Express,

    /// <summary>A root port: a function of a slot of the root complex, shared by eight.</summary>
    RootPort,

    /// <summary>A bridge from PCI Express to PCI: a port of PCI Express.</summary>
    ExpressBridge,

    /// <summary>A slot of the root complex itself: an IOMMU is part of it.</summary>
    RootComplex,

    /// <summary>A bridge between PCI buses: a slot of a conventional bus.</summary>
    Bridge,

    /// <summary>A slot of the root bus itself.</summary>
    BesideRoot,

    /// <summary>A slot of the upper end of a switch.</summary>
    SwitchPort,
}

/// <summary>Finds what a device needs.</summary>
internal static class PciNeeds
{
    public static PciNeed Of(Device device, Chipset chipset)
    {
        var need = Of(device);
        return need == PciNeed.Express && chipset == Chipset.I440fx ? PciNeed.Conventional : need;
    }

    private static PciNeed Of(Device device) => device switch
    {
        PciController pci => pci.Model switch
        {
            PciControllerModel.PcieRootPort => PciNeed.RootPort,
            PciControllerModel.PcieToPciBridge => PciNeed.ExpressBridge,
            PciControllerModel.PciBridge => PciNeed.Bridge,
            PciControllerModel.DmiToPciBridge or PciControllerModel.PcieExpanderBus or PciControllerModel.PciExpanderBus => PciNeed.BesideRoot,
            PciControllerModel.PcieSwitchUpstreamPort => PciNeed.ExpressBridge,
            PciControllerModel.PcieSwitchDownstreamPort => PciNeed.SwitchPort,
            _ => PciNeed.None,
        },
        UsbController usb => usb.Model switch
        {
            UsbControllerModel.QemuXhci or UsbControllerModel.NecXhci => PciNeed.Express,
            UsbControllerModel.None => PciNeed.None,
            _ => PciNeed.Conventional,
        },
        SataController => PciNeed.Conventional,
        IdeController or FloppyController or CcidController => PciNeed.None,
        ScsiController scsi => scsi.Model is ScsiControllerModel.VirtioScsi or ScsiControllerModel.VirtioNonTransitional ? PciNeed.Express : PciNeed.Conventional,
        VirtioSerialController serial => serial.Model == VirtioModel.VirtioTransitional ? PciNeed.Conventional : PciNeed.Express,
        ControllerDevice => PciNeed.Express,
        DiskDevice disk => disk.Bus != DiskBus.Virtio ? PciNeed.None : disk.Model == VirtioModel.VirtioTransitional ? PciNeed.Conventional : PciNeed.Express,
        InterfaceDevice { Source: HostCardSource } => PciNeed.Express,
        InterfaceDevice { Model: InterfaceModel.UsbNet } => PciNeed.None,
        InterfaceDevice card => card.Model?.IsExpress() == true ? PciNeed.Express : PciNeed.Conventional,
        VideoDevice video => video.Model switch
        {
            VideoModel.None or VideoModel.RamFrameBuffer => PciNeed.None,
            VideoModel.Virtio => PciNeed.Express,
            _ => PciNeed.Conventional,
        },
        InputDevice input => input.Bus == InputBus.Virtio ? Virtio(input.Model) : PciNeed.None,
        MemballoonDevice balloon => balloon.Model switch
        {
            MemballoonModel.None => PciNeed.None,
            MemballoonModel.VirtioTransitional => PciNeed.Conventional,
            _ => PciNeed.Express,
        },
        FilesystemDevice shared => Virtio(shared.Model),
        RngDevice rng => Virtio(rng.Model),
        WatchdogDevice watchdog => watchdog.Model == WatchdogModel.I6300esb ? PciNeed.Conventional : PciNeed.None,
        PanicDevice panic => panic.Model == PanicModel.Pci ? PciNeed.Conventional : PciNeed.None,
        SoundDevice sound => sound.Model switch
        {
            SoundModel.Sb16 or SoundModel.PcSpeaker or SoundModel.Usb => PciNeed.None,
            SoundModel.Virtio => PciNeed.Express,
            _ => PciNeed.Conventional,
        },
        SerialDevice serial => serial.Target == SerialTarget.Pci ? PciNeed.Conventional : PciNeed.None,
        IommuDevice { Model: IommuModel.Virtio } => PciNeed.RootComplex,
        HostPciDevice { Address: UnassignedAddress } => PciNeed.None,
        HostPciDevice or HostMediatedDevice { Model: MediatedModel.VfioPci } => PciNeed.Express,
        HostScsiController { Model: VirtioModel.VirtioTransitional } or VsockDevice { Model: VirtioModel.VirtioTransitional } => PciNeed.Conventional,
        HostScsiController or VsockDevice or CryptoDevice => PciNeed.Express,
        SharedMemoryDevice or PstoreDevice => PciNeed.Conventional,
        MemoryDevice { Model: MemoryModel.VirtioMem or MemoryModel.VirtioPmem } => PciNeed.Express,
        _ => PciNeed.None,
    };

    // What the old form needs is I/O ports, which PCI Express has no room for.
    private static PciNeed Virtio(VirtioModel? model) => model == VirtioModel.VirtioTransitional ? PciNeed.Conventional : PciNeed.Express;
}
