using Pando.Model.Domains.Devices;
using Pando.Model.Xml.Devices;

namespace Pando.Model.Xml;

/// <summary>The words that libvirt's format has for a device: what it is, and which of its kind.</summary>
public static class DeviceWords
{
    /// <summary>The name of its element: <c>sound</c>.</summary>
    public static string Kind(Device device) => device switch
    {
        DiskDevice => "disk",
        ControllerDevice => "controller",
        FilesystemDevice => "filesystem",
        InterfaceDevice => "interface",
        SmartcardDevice => "smartcard",
        SerialDevice => "serial",
        ParallelDevice => "parallel",
        ConsoleDevice => "console",
        ChannelDevice => "channel",
        InputDevice => "input",
        GraphicsDevice => "graphics",
        SoundDevice => "sound",
        VideoDevice => "video",
        RedirectedDevice => "redirdev",
        HubDevice => "hub",
        WatchdogDevice => "watchdog",
        MemballoonDevice => "memballoon",
        RngDevice => "rng",
        PanicDevice => "panic",
        HostDevice => "hostdev",
        TpmDevice => "tpm",
        SharedMemoryDevice => "shmem",
        MemoryDevice => "memory",
        IommuDevice => "iommu",
        VsockDevice => "vsock",
        CryptoDevice => "crypto",
        PstoreDevice => "pstore",
        _ => throw new ArgumentOutOfRangeException(nameof(device), device, null),
    };

    /// <summary>Which of its kind: a model (<c>ich9</c>), or what stands at the host's end of it (<c>spicevmc</c>); null where all are alike.</summary>
    public static string? Model(Device device) => device switch
    {
        InputDevice input => XmlWords<InputKind>.Of(input.Kind),
        SoundDevice sound => XmlWords<SoundModel>.Of(sound.Model),
        VideoDevice { Model: { } model } => XmlWords<VideoModel>.Of(model),
        WatchdogDevice watchdog => XmlWords<WatchdogModel>.Of(watchdog.Model),
        MemballoonDevice balloon => XmlWords<MemballoonModel>.Of(balloon.Model),
        RngDevice rng => XmlWords<VirtioModel>.Of(rng.Model),
        PanicDevice { Model: { } model } => XmlWords<PanicModel>.Of(model),
        SmartcardDevice card => XmlWords<SmartcardMode>.Of(card.Mode),
        PciController pci => XmlWords<PciControllerModel>.Of(pci.Model),
        UsbController { Model: { } model } => XmlWords<UsbControllerModel>.Of(model),
        ICharacterDevice { HostEnd: { } end } => CharacterXml.Kind(end),
        _ => null,
    };
}
