using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;
using OperatingSystem = Pando.Model.Host.OperatingSystem;

namespace Pando.Domains.Installing;

/// <summary>What an order comes to: the volumes that are made, and the definition that names them.</summary>
internal sealed record InstallPlan(InstallOrder Order, IReadOnlyList<VolumeRequest> Volumes, VolumeRequest? Seed, InstallerSource? Installer, DomainDefinition Definition)
{
    public static async Task<InstallPlan> OfAsync(InstallOrder order, string owner, IVolumes storage, IInstallers installers, IOperatingSystems systems, CancellationToken cancellationToken)
    {
        var system = order.OsVariant is null ? await SystemOfImageAsync(order, storage, systems, cancellationToken) : SystemChoice.Of(order.OsVariant, systems);
        var defaults = new SystemDefaults(system);
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
            disks.Add(InstallDevices.Disk(wanted, path, disks, defaults));
        }
        VolumeRequest? seed = null;
        if (order.CloudInit is not null)
        {
            seed = new VolumeRequest("default", InstallNames.Seed(order.Name), "raw", null, null, false, owner);
            disks.Add(InstallDevices.SeedDisk(await storage.PlanAsync(seed, cancellationToken), disks, defaults));
        }
        if (order.CdRom is not null)
        {
            disks.Add(InstallDevices.CdRom(order.CdRom, disks, defaults));
        }
        var installer = order.Location is null ? null : await installers.FindAsync(order.Location, cancellationToken);
        if (installer?.Medium is { } medium)
        {
            // Stored as an empty drive: the medium lies in it only while the installer runs.
            disks.Add(InstallDevices.CdRom(medium, disks, defaults) with { FilePath = null });
        }
        return new InstallPlan(order, volumes, seed, installer, Define(order, disks, system, defaults));
    }

    /// <summary>What the first start is of, where it is not of the machine itself.</summary>
    public InstallerRun? FirstRun => Installer is null
        ? null
        : new InstallerRun(string.Join(' ', new[] { Installer.Arguments, Order.InstallerArguments }.Where(words => !string.IsNullOrEmpty(words))) is { Length: > 0 } words ? words : null, Installer.Medium);

    /// <summary>What the image of the first disk runs. Whoever imported it may have called it as nobody knows it: no reason to refuse.</summary>
    private static async ValueTask<OperatingSystem?> SystemOfImageAsync(InstallOrder order, IVolumes storage, IOperatingSystems systems, CancellationToken cancellationToken) =>
        order.Disks.FirstOrDefault(static disk => !disk.CdRom) is { Image: { } image } && await storage.SystemOfImageAsync(image, cancellationToken) is { } named
            ? systems.Nearest(named)
            : null;

    private static DomainDefinition Define(InstallOrder order, List<DiskDevice> disks, OperatingSystem? system, SystemDefaults defaults) => new()
    {
        Id = order.Id ?? default,
        Name = order.Name,
        Title = order.Title,
        Description = order.Description,
        MemoryKiB = order.MemoryKiB ?? defaults.MemoryKiB,
        CurrentMemoryKiB = order.MemoryKiB ?? defaults.MemoryKiB,
        Vcpus = order.Vcpus ?? defaults.Vcpus,
        VcpusCurrent = order.Vcpus ?? defaults.Vcpus,
        Metadata = system is null ? [] : [SystemChoice.Remembered(system)],
        Os = new OsDefinition
        {
            Machine = order.Machine ?? defaults.Machine,
            Firmware = order.Uefi ?? (defaults.Uefi && order.Kernel is null) ? FirmwareKind.Efi : null,
            KernelPath = order.Kernel?.KernelPath,
            InitrdPath = order.Kernel?.InitrdPath,
            KernelArguments = order.Kernel?.Arguments,
            BootDevices = BootDevices(order),
        },
        Features = defaults.Features,
        Cpu = InstallDevices.Cpu(order.Cpu),
        Clock = defaults.Clock,
        Devices = new DomainDevices
        {
            Disks = disks.ToEquatableArray(),
            Interfaces = order.Networks.Select(wanted => InstallDevices.Interface(wanted, defaults)).ToEquatableArray(),
            Serials = [new SerialDevice()],
            Channels = [new ChannelDevice { Name = ChannelDevice.GuestAgentName }],
            Graphics = order.Graphics.Select(InstallDevices.Screen).ToEquatableArray(),
            Videos = order.Graphics.IsEmpty ? [] : [new VideoDevice { Model = defaults.Video, Primary = true }],
            Inputs = order.Graphics.IsEmpty ? [] : [new InputDevice { Kind = InputKind.Tablet, Bus = InputBus.Usb }],
            Rngs = defaults.Random ? [new RngDevice { Source = RngSource.Random, Path = "/dev/urandom" }] : [],
            Memballoon = new MemballoonDevice { FreePageReporting = true },
            Tpms = defaults.Tpms,
        },
    };

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
}
