using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Domains.Installing;

/// <summary>What an order comes to: the volumes that are made, and the definition that names them.</summary>
internal sealed record InstallPlan(InstallOrder Order, IReadOnlyList<VolumeRequest> Volumes, VolumeRequest? Seed, DomainDefinition Definition)
{
    public static async Task<InstallPlan> OfAsync(InstallOrder order, string owner, IVolumes storage, CancellationToken cancellationToken)
    {
        var volumes = new List<VolumeRequest>();
        var disks = new List<DiskDevice>();
        var made = 0;
        foreach (var wanted in order.Disks)
        {
            var path = wanted.Path;
            if (path is null)
            {
                var request = new VolumeRequest(
                    wanted.Pool, wanted.Volume ?? InstallNames.Disk(order.Name, made++, wanted.Format), wanted.Format, wanted.SizeBytes, wanted.Image, wanted.FullCopy, owner);
                path = await storage.PlanAsync(request, cancellationToken);
                volumes.Add(request);
            }
            disks.Add(Disk(wanted, path, disks));
        }
        VolumeRequest? seed = null;
        if (order.CloudInit is not null)
        {
            seed = new VolumeRequest("default", InstallNames.Seed(order.Name), "raw", null, null, false, owner);
            disks.Add(SeedDisk(await storage.PlanAsync(seed, cancellationToken), disks));
        }
        if (order.CdRom is not null)
        {
            disks.Add(CdRom(order.CdRom, disks));
        }
        return new InstallPlan(order, volumes, seed, Define(order, disks));
    }

    private static DomainDefinition Define(InstallOrder order, List<DiskDevice> disks) => new()
    {
        Name = order.Name,
        MemoryKiB = order.MemoryKiB,
        CurrentMemoryKiB = order.MemoryKiB,
        Vcpus = order.Vcpus,
        VcpusCurrent = order.Vcpus,
        Metadata = order.OsVariant is { } variant ? [Variant(variant)] : [],
        Os = new OsDefinition
        {
            Machine = "q35",
            Firmware = order.Uefi ? FirmwareKind.Efi : null,
            KernelPath = order.Kernel?.KernelPath,
            InitrdPath = order.Kernel?.InitrdPath,
            KernelArguments = order.Kernel?.Arguments,
            BootDevices = BootDevices(order),
        },
        Features = new DomainFeatures { Acpi = true },
        Cpu = new CpuDefinition { Mode = CpuMode.Maximum },
        Devices = new DomainDevices
        {
            Disks = disks.ToEquatableArray(),
            Interfaces = order.Networks.Select(Interface).ToEquatableArray(),
            Serials = [new SerialDevice()],
            Channels = [new ChannelDevice { Name = ChannelDevice.GuestAgentName }],
            Graphics = order.Graphics == "vnc" ? [new VncGraphics { AutoPort = true }] : [],
            Videos = order.Graphics == "vnc" ? [new VideoDevice { Model = VideoModel.Virtio, Primary = true }] : [],
            Inputs = order.Graphics == "vnc" ? [new InputDevice { Kind = InputKind.Tablet, Bus = InputBus.Usb }] : [],
            Rngs = [new RngDevice { Source = RngSource.Random, Path = "/dev/urandom" }],
            Memballoon = new MemballoonDevice { FreePageReporting = true },
        },
    };

    private static DiskDevice Disk(InstallDisk wanted, string path, List<DiskDevice> before)
    {
        var bus = wanted.Bus is { } word ? ParseBus(word) : DiskBus.Virtio;
        return new DiskDevice
        {
            SourcePath = path,
            Bus = bus,
            TargetName = NextTarget(bus == DiskBus.Virtio ? "vd" : bus == DiskBus.Ide ? "hd" : "sd", before),
            Driver = new DiskDriver { Format = Enum.Parse<DiskFormat>(wanted.Format, ignoreCase: true), Discard = DiskDiscard.Unmap },
        };
    }

    private static DiskDevice CdRom(string path, List<DiskDevice> before) => new()
    {
        Kind = DiskKind.CdRom,
        SourcePath = path,
        Bus = DiskBus.Sata,
        ReadOnly = true,
        TargetName = NextTarget("sd", before),
        Driver = new DiskDriver { Format = DiskFormat.Raw },
    };

    // A disk and no CD-ROM drive: the kernels of cloud images have no driver for SATA, and would not see their seed.
    private static DiskDevice SeedDisk(string path, List<DiskDevice> before) => new()
    {
        SourcePath = path,
        Bus = DiskBus.Virtio,
        ReadOnly = true,
        TargetName = NextTarget("vd", before),
        Driver = new DiskDriver { Format = DiskFormat.Raw },
    };

    private static string NextTarget(string prefix, List<DiskDevice> before)
    {
        var taken = before.Count(disk => disk.TargetName.StartsWith(prefix, StringComparison.Ordinal));
        return taken < 26
            ? $"{prefix}{(char)('a' + taken)}"
            : throw new CallerException(ErrorCodes.Request.Invalid, ("what", "disks"), ("reason", "more than 26 on one bus"));
    }

    private static DiskBus ParseBus(string word) => Enum.TryParse<DiskBus>(word, ignoreCase: true, out var bus)
        ? bus
        : throw new CallerException(ErrorCodes.Request.Invalid, ("what", $"bus '{word}'"), ("reason", "virtio, sata, scsi, ide, usb"));

    private static InterfaceDevice Interface(string network) => network == "user"
        ? new InterfaceDevice { Model = InterfaceModel.Virtio }
        : throw new CallerException(ErrorCodes.Request.Invalid, ("what", $"network '{network}'"), ("reason", "'user' is the only kind of network in this version"));

    /// <summary>An installation medium comes first as long as the disks are empty; a disk with something on it else.</summary>
    private static EquatableArray<BootDevice> BootDevices(InstallOrder order)
    {
        if (!order.Boot.IsEmpty)
        {
            return order.Boot.Select(ParseBoot).ToEquatableArray();
        }
        if (order.Kernel is not null)
        {
            return [];
        }
        return order.CdRom is null ? [BootDevice.HardDisk] : [BootDevice.CdRom, BootDevice.HardDisk];
    }

    private static BootDevice ParseBoot(string word) => word switch
    {
        "hd" => BootDevice.HardDisk,
        "cdrom" => BootDevice.CdRom,
        "network" => BootDevice.Network,
        _ => throw new CallerException(ErrorCodes.Request.Invalid, ("what", $"boot device '{word}'"), ("reason", "hd, cdrom, network")),
    };

    private static MetadataElement Variant(string variant)
    {
        const string ns = "urn:pando:machine";
        return new MetadataElement(ns, new System.Xml.Linq.XElement(
            System.Xml.Linq.XName.Get("os", ns), new System.Xml.Linq.XAttribute(System.Xml.Linq.XNamespace.Xmlns + "pando", ns), new System.Xml.Linq.XAttribute("variant", variant)).ToString());
    }
}
