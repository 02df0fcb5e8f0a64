using Microsoft.Win32.SafeHandles;
using Pando.Linux;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Ports;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Tests;

/// <summary>A small q35 machine that a test gives the one thing it is about.</summary>
internal static class TestMachine
{
    public static readonly DateTimeOffset StartedAt = new(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(7));

    public static DomainDefinition Definition { get; } = new()
    {
        Type = DomainType.Qemu,
        Id = new DomainId(Guid.Parse("5f0e2b1a-0000-4000-8000-000000000001")),
        Name = "vm1",
        MemoryKiB = 262144,
        CurrentMemoryKiB = 262144,
        Vcpus = 2,
        VcpusCurrent = 2,
        Os = new OsDefinition { Architecture = "x86_64", Machine = "pc-q35-7.2" },
        Features = new DomainFeatures { Acpi = true, Apic = true },
        Devices = new DomainDevices { Controllers = Controllers() },
    };

    public static DomainDefinition With(Func<DomainDevices, DomainDevices> change) =>
        Definition with { Devices = change(Definition.Devices) };

    public static QemuCommandLine Build(
        DomainDefinition definition, Accelerator accelerator = Accelerator.Tcg, OpenedImage? code = null, OpenedImage? variables = null) =>
        CommandLineBuilder.Build(new CommandLineRequest(
            definition,
            RecordedQemu.Capabilities,
            accelerator,
            Pretended(definition) with { FirmwareCode = code, FirmwareVariables = variables },
            StartedAt));

    /// <summary>The values of an option, in their order.</summary>
    public static IReadOnlyList<string?> Values(this QemuCommandLine line, string option) =>
        [.. line.Arguments.Where(argument => argument.Option == option).Select(argument => argument.Value)];

    /// <summary>The arguments that are not there without the change.</summary>
    public static IReadOnlyList<string> Added(Func<DomainDevices, DomainDevices> change)
    {
        HashSet<QemuArgument> before = [.. Build(Definition).Arguments];
        return [.. Build(With(change)).Arguments.Where(argument => !before.Contains(argument)).Select(argument => argument.ToString())];
    }

    public static OpenedImage Image(string path, string format = "raw", bool readOnly = false) =>
        new(path, format, readOnly, new SafeFileHandle(-1, ownsHandle: false), 0, 0);

    /// <summary>Descriptors that are not open, for arguments that nobody executes.</summary>
    public static GuestDescriptors Pretended(DomainDefinition definition)
    {
        DomainDefinition named = DeviceAliases.Assign(definition);
        DomainDevices devices = named.Devices;
        return new GuestDescriptors
        {
            Monitor = new Descriptor(-1),
            Listeners = CharacterEnds.Of(devices).Where(end => end.Backend is UnixBackend { Listens: true }).Select(end => end.Device)
                .Concat(devices.Interfaces.Items.Where(card => card.Source is VhostUserNetworkSource { Listens: true }))
                .DistinctBy(device => device.Alias)
                .ToDictionary(device => device.Alias!.Value.Name, System.Runtime.InteropServices.SafeHandle (_) => new Descriptor(-1)),
            Files = DeviceFiles.Of(named).Select(file => file.Key).Concat(HostSide.FoundFiles(devices))
                .ToDictionary(key => key, System.Runtime.InteropServices.SafeHandle (_) => new Descriptor(-1)),
            Nodes = HostSide.FoundNodes(devices),
            Interfaces = HostSide.Pretended(devices).Interfaces,
            Connections = HostSide.Pretended(devices).Connections
                .Concat(StorageSide.Served(devices).Select(alias => KeyValuePair.Create<string, System.Runtime.InteropServices.SafeHandle>(alias, new Descriptor(-1))))
                .ToDictionary(end => end.Key, end => end.Value),
            Sockets = StorageSide.Reserving(devices).ToDictionary(alias => alias, alias => $"/run/pando/vm1/qemu/{alias}.sock"),
            Directories = StorageSide.Directories(devices).ToDictionary(alias => alias, System.Runtime.InteropServices.SafeHandle (_) => new Descriptor(-1)),
            Secrets = StorageSide.Secrets(named).ToDictionary(key => key, System.Runtime.InteropServices.SafeHandle (_) => new Descriptor(-1)),
            Disks = devices.Disks.Items.Where(disk => DiskImages.Of(disk).Count > 0)
                .ToDictionary(disk => disk.TargetName, disk => new OpenedDisk(Chain(disk))),
        };
    }

    private static List<OpenedImage> Chain(DiskDevice disk) => [.. DiskImages.Of(disk).Select(image => Image(image.Path, image.Format, image.ReadOnly))];

    private static EquatableArray<ControllerDevice> Controllers() =>
    [
        new PciController { Model = PciControllerModel.PcieRoot, Index = 0 },
        .. Enumerable.Range(1, 3).Select(n => new PciController
        {
            Model = PciControllerModel.PcieRootPort,
            Index = n,
            Chassis = n,
            Port = 15 + n,
            Address = new PciAddress(0, 2, n - 1, n == 1 ? true : null),
        }),
        new UsbController { Model = UsbControllerModel.QemuXhci, Index = 0, Ports = 15, Address = new PciAddress(1, 0) },
        new VirtioSerialController { Index = 0, Address = new PciAddress(2, 0) },
        new SataController { Index = 0, Address = new PciAddress(0, 31, 2) },
    ];
}
