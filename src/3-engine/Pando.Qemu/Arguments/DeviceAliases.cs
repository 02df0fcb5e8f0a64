using System.Globalization;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Qemu.Arguments;

/// <summary>
/// Names the devices of a machine that is about to start, as libvirt does: an alias is the device's id in QEMU, and
/// events and clients know devices by it. Those that are there stay.
/// </summary>
public static class DeviceAliases
{
    /// <summary>The definition with an alias for every device.</summary>
    public static DomainDefinition Assign(DomainDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        DomainDevices devices = definition.Devices;
        var taken = devices.All().Select(device => device.Alias?.Name).OfType<string>().ToHashSet(StringComparer.Ordinal);
        bool express = IsExpress(definition);
        EquatableArray<SerialDevice> serials = Each(devices.Serials, taken, "serial", (serial, alias) => serial with { Alias = alias });
        return definition with
        {
            Devices = devices with
            {
                Disks = devices.Disks.Items.Select(disk => disk.Alias is null ? disk with { Alias = new(DiskAlias(disk, taken)) } : disk).ToEquatableArray(),
                Controllers = devices.Controllers.Items.Select(c => c.Alias is null ? c with { Alias = new(ControllerAlias(c, express)) } : c).ToEquatableArray(),
                Filesystems = Each(devices.Filesystems, taken, "fs", (shared, alias) => shared with { Alias = alias }),
                // A card of the host goes by the name of what it is, not of what it is for.
                Interfaces = devices.Interfaces.Items
                    .Select(card => card.Alias is null ? card with { Alias = new(Next(card.Source is HostCardSource ? "hostdev" : "net", taken)) } : card)
                    .ToEquatableArray(),
                Serials = serials,
                Smartcards = Each(devices.Smartcards, taken, "smartcard", (card, alias) => card with { Alias = alias }),
                Parallels = Each(devices.Parallels, taken, "parallel", (parallel, alias) => parallel with { Alias = alias }),
                Consoles = Consoles(devices.Consoles, serials, taken),
                Channels = Each(devices.Channels, taken, "channel", (channel, alias) => channel with { Alias = alias }),
                Inputs = Each(devices.Inputs, taken, "input", (input, alias) => input with { Alias = alias }),
                Graphics = Each(devices.Graphics, taken, "graphics", (graphics, alias) => graphics with { Alias = alias }),
                Sounds = Each(devices.Sounds, taken, "sound", (sound, alias) => sound with { Alias = alias }),
                Redirections = Each(devices.Redirections, taken, "redir", (port, alias) => port with { Alias = alias }),
                Hubs = Each(devices.Hubs, taken, "hub", (hub, alias) => hub with { Alias = alias }),
                Watchdogs = Each(devices.Watchdogs, taken, "watchdog", (watchdog, alias) => watchdog with { Alias = alias }),
                Panics = Each(devices.Panics, taken, "panic", (panic, alias) => panic with { Alias = alias }),
                Videos = Each(devices.Videos, taken, "video", (video, alias) => video with { Alias = alias }),
                Memballoon = devices.Memballoon is { Alias: null, Model: not MemballoonModel.None } balloon ? balloon with { Alias = new(Next("balloon", taken)) } : devices.Memballoon,
                Rngs = Each(devices.Rngs, taken, "rng", (rng, alias) => rng with { Alias = alias }),
                HostDevices = Each(devices.HostDevices, taken, "hostdev", (device, alias) => device with { Alias = alias }),
                Tpms = Each(devices.Tpms, taken, "tpm", (tpm, alias) => tpm with { Alias = alias }),
                SharedMemories = Each(devices.SharedMemories, taken, "shmem", (shmem, alias) => shmem with { Alias = alias }),
                Memories = devices.Memories.Items
                    .Select(memory => memory.Alias is null ? memory with { Alias = new(Next(MemoryStem(memory.Model), taken)) } : memory)
                    .ToEquatableArray(),
                Iommu = devices.Iommu is { Alias: null } iommu ? iommu with { Alias = new("iommu0") } : devices.Iommu,
                Vsock = devices.Vsock is { Alias: null } vsock ? vsock with { Alias = new("vsock0") } : devices.Vsock,
                Cryptos = Each(devices.Cryptos, taken, "crypto", (crypto, alias) => crypto with { Alias = alias }),
                Pstore = devices.Pstore is { Alias: null } pstore ? pstore with { Alias = new("pstore0") } : devices.Pstore,
            },
        };
    }

    internal static bool IsExpress(DomainDefinition definition) =>
        definition.Os.Machine is { } machine && Chipsets.Of(machine) == Chipset.Q35;

    private static EquatableArray<T> Each<T>(EquatableArray<T> devices, HashSet<string> taken, string stem, Func<T, DeviceAlias, T> named)
        where T : Device =>
        devices.Items.Select(device => device.Alias is null ? named(device, new DeviceAlias(Next(stem, taken))) : device).ToEquatableArray();

    /// <summary>The console on the first serial port is that port, under its alias.</summary>
    private static EquatableArray<ConsoleDevice> Consoles(
        EquatableArray<ConsoleDevice> consoles, EquatableArray<SerialDevice> serials, HashSet<string> taken) =>
        consoles.Items.Select(console => console switch
        {
            { Target: not ConsoleTarget.Virtio } when serials.Count > 0 => console with { Alias = serials[0].Alias },
            { Alias: null } => console with { Alias = new(Next("console", taken)) },
            _ => console,
        }).ToEquatableArray();

    private static string DiskAlias(DiskDevice disk, HashSet<string> taken)
    {
        switch (disk)
        {
            case { Bus: DiskBus.Fdc, Address: DriveAddress at }:
                return string.Create(CultureInfo.InvariantCulture, $"fdc{at.Controller}-{at.Bus}-{at.Unit}");
            case { Bus: DiskBus.Scsi, Address: DriveAddress at }:
                return string.Create(CultureInfo.InvariantCulture, $"scsi{at.Controller}-{at.Bus}-{at.Target}-{at.Unit}");
            case { Bus: DiskBus.Sata or DiskBus.Ide, Address: DriveAddress at }:
                string bus = disk.Bus == DiskBus.Sata ? "sata" : "ide";
                return string.Create(CultureInfo.InvariantCulture, $"{bus}{at.Controller}-{at.Bus}-{at.Unit}");
            default:
                return Next($"{(disk.Bus ?? DiskBus.Virtio).ToString().ToLowerInvariant()}-disk", taken);
        }
    }

    private static string ControllerAlias(ControllerDevice controller, bool express)
    {
        int index = controller.Index ?? 0;
        return controller switch
        {
            PciController { Model: PciControllerModel.PcieRoot } => "pcie.0",
            PciController => string.Create(CultureInfo.InvariantCulture, $"pci.{index}"),
            // The controllers that the machine itself brings are called by QEMU, not by us.
            SataController when express && index == 0 => "ide",
            IdeController when !express && index == 0 => "ide",
            UsbController when index == 0 => "usb",
            SataController => string.Create(CultureInfo.InvariantCulture, $"sata{index}"),
            IdeController => string.Create(CultureInfo.InvariantCulture, $"ide{index}"),
            UsbController => string.Create(CultureInfo.InvariantCulture, $"usb{index}"),
            FloppyController => string.Create(CultureInfo.InvariantCulture, $"fdc{index}"),
            CcidController => string.Create(CultureInfo.InvariantCulture, $"ccid{index}"),
            ScsiController => string.Create(CultureInfo.InvariantCulture, $"scsi{index}"),
            VirtioSerialController => string.Create(CultureInfo.InvariantCulture, $"virtio-serial{index}"),
            _ => throw new ArgumentOutOfRangeException(nameof(controller), controller, "A controller without a name."),
        };
    }

    private static string MemoryStem(MemoryModel model) => model switch
    {
        MemoryModel.SgxEpc => "epc",
        _ => model.ToString().ToLowerInvariant(),
    };

    private static string Next(string stem, HashSet<string> taken)
    {
        for (int number = 0; ; number++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{stem}{number}");
            if (taken.Add(name))
            {
                return name;
            }
        }
    }
}
