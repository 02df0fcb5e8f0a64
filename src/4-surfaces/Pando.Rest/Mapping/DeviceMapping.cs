using System.Globalization;
using Pando.Api.Machines;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Rest.Mapping;

/// <summary>A machine's devices in the contract's words.</summary>
internal static class DeviceMapping
{
    /// <summary>What kind of machine it is.</summary>
    public static MachineOs Os(DomainDefinition definition) => new()
    {
        Type = "hvm",
        Arch = definition.Os.Architecture ?? "x86_64",
        Machine = definition.Os.Machine ?? string.Empty,
        Firmware = definition.Os switch
        {
            { Firmware: FirmwareKind.Efi } or { Loader.Type: LoaderType.ParallelFlash } => "efi",
            _ => "bios",
        },
    };

    /// <summary>Its disks.</summary>
    public static MachineDisk[] Disks(DomainDefinition definition) =>
    [
        .. definition.Devices.Disks.Items.Select(disk => new MachineDisk
        {
            Target = disk.TargetName,
            Bus = disk.Bus is { } bus ? EnumWords<DiskBus>.LowerOf(bus) : null,
            Device = EnumWords<DiskKind>.LowerOf(disk.Kind),
            Source = disk.Source is { } source ? DiskSourceText.Of(source) : null,
            Format = disk.Driver.Format is { } format ? EnumWords<DiskFormat>.LowerOf(format) : null,
            ReadOnly = disk.ReadOnly,
        }),
    ];

    /// <summary>Its interfaces.</summary>
    public static MachineInterface[] Interfaces(DomainDefinition definition) =>
    [
        .. definition.Devices.Interfaces.Items.Select(card => new MachineInterface
        {
            Mac = card.Mac?.ToString(),
            Type = "user",
            Model = card.Model is { } model ? EnumWords<InterfaceModel>.LowerOf(model) : null,
        }),
    ];

    /// <summary>Its screens: one entry for each place that one listens at.</summary>
    public static MachineGraphics[] Graphics(DomainDefinition definition) =>
    [
        .. definition.Devices.Graphics.Items.OfType<VncGraphics>().SelectMany(vnc =>
            vnc.Listens.IsEmpty ? [Screen(vnc, null)] : vnc.Listens.Items.Select(listen => Screen(vnc, listen))),
    ];

    /// <summary>Its serial ports, then its consoles.</summary>
    public static MachineConsole[] Consoles(DomainDefinition definition, IReadOnlyCollection<string> inUse) =>
    [
        .. definition.Devices.Serials.Items.Select((serial, index) => Console(
            serial.Alias?.Name ?? Numbered("serial", serial.Port ?? index), "serial", "isa-serial", inUse)),
        .. definition.Devices.Consoles.Items.Select((console, index) => Console(
            console.Alias?.Name ?? Numbered("console", console.Port ?? index), "console", EnumWords<ConsoleTarget>.LowerOf(console.Target ?? ConsoleTarget.Serial), inUse)),
    ];

    private static MachineConsole Console(string device, string kind, string target, IReadOnlyCollection<string> inUse) => new()
    {
        Device = device,
        Kind = kind,
        TargetType = target,
        InUse = inUse.Contains(device, StringComparer.Ordinal),
    };

    private static MachineGraphics Screen(VncGraphics vnc, GraphicsListen? listen) => new()
    {
        Type = "vnc",
        Listen = (listen as AddressListen)?.Address,
        Port = listen is SocketListen ? null : vnc.Port,
        Socket = (listen as SocketListen)?.Path,
    };

    private static string Numbered(string word, int number) => string.Create(CultureInfo.InvariantCulture, $"{word}{number}");
}
