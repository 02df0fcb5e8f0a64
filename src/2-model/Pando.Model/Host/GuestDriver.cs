namespace Pando.Model.Host;

/// <summary>A driver that an operating system may bring, as far as it decides which device a machine gets.</summary>
public enum GuestDriver
{
    /// <summary>virtio-blk.</summary>
    VirtioBlock,

    /// <summary>virtio-scsi.</summary>
    VirtioScsi,

    /// <summary>virtio-net.</summary>
    VirtioNetwork,

    /// <summary>virtio-balloon.</summary>
    VirtioBalloon,

    /// <summary>virtio-serial.</summary>
    VirtioSerial,

    /// <summary>virtio-rng.</summary>
    VirtioRandom,

    /// <summary>virtio-gpu.</summary>
    VirtioGraphics,

    /// <summary>virtio-input.</summary>
    VirtioInput,

    /// <summary>Intel e1000e.</summary>
    E1000E,

    /// <summary>Intel e1000.</summary>
    E1000,

    /// <summary>QXL.</summary>
    Qxl,

    /// <summary>The chipset q35.</summary>
    Q35,

    /// <summary>A USB tablet.</summary>
    UsbTablet,
}

/// <summary>What the database calls those devices: PCI and USB ids, and QEMU's chipset.</summary>
internal static class GuestDrivers
{
    private const string Pci = "http://pcisig.com/pci/";

    /// <summary>Every id of the device.</summary>
    public static string[] Ids(GuestDriver driver) => driver switch
    {
        GuestDriver.VirtioBlock => [Pci + "1af4/1001", Pci + "1af4/1042"],
        GuestDriver.VirtioScsi => [Pci + "1af4/1004", Pci + "1af4/1048"],
        GuestDriver.VirtioNetwork => [Pci + "1af4/1000", Pci + "1af4/1041"],
        GuestDriver.VirtioBalloon => [Pci + "1af4/1002", Pci + "1af4/1045"],
        GuestDriver.VirtioSerial => [Pci + "1af4/1003", Pci + "1af4/1043"],
        GuestDriver.VirtioRandom => [Pci + "1af4/1005", Pci + "1af4/1044"],
        GuestDriver.VirtioGraphics => [Pci + "1af4/1050"],
        GuestDriver.VirtioInput => [Pci + "1af4/1052"],
        GuestDriver.E1000E => [Pci + "8086/10d3"],
        GuestDriver.E1000 => [Pci + "8086/100e"],
        GuestDriver.Qxl => [Pci + "1b36/0100"],
        GuestDriver.Q35 => ["http://qemu.org/chipset/x86/q35"],
        _ => ["http://usb.org/usb/80ee/0021"],
    };
}
