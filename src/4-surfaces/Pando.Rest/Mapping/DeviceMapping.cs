using System.Globalization;
using Pando.Api.Machines;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Xml;

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
        .. definition.Devices.Graphics.Items.SelectMany(display =>
            display.Listens.IsEmpty ? [Screen(display, null)] : display.Listens.Items.Select(listen => Screen(display, listen))),
    ];

    /// <summary>Its serial ports, then its consoles.</summary>
    public static MachineConsole[] Consoles(DomainDefinition definition, IReadOnlyCollection<string> inUse) =>
    [
        .. definition.Devices.Serials.Items.Select((serial, index) => Console(
            serial.Alias?.Name ?? Numbered("serial", serial.Port ?? index), "serial", Target(serial.Target), serial.Backend, inUse)),
        .. definition.Devices.Consoles.Items.Select((console, index) => Console(
            console.Alias?.Name ?? Numbered("console", console.Port ?? index), "console", EnumWords<ConsoleTarget>.LowerOf(console.Target ?? ConsoleTarget.Serial), console.Backend, inUse)),
    ];

    /// <summary>What has no list of its own.</summary>
    public static MachineDevice[] Others(DomainDefinition definition) =>
    [
        .. definition.Devices.All()
            .Where(device => device is not (DiskDevice or InterfaceDevice or GraphicsDevice or SerialDevice or ConsoleDevice))
            .Select(device => new MachineDevice { Kind = DeviceWords.Kind(device), Alias = device.Alias?.Name, Model = DeviceWords.Model(device) }),
    ];

    private static string Target(SerialTarget? target) => target switch
    {
        SerialTarget.Usb => "usb-serial",
        SerialTarget.Pci => "pci-serial",
        SerialTarget.IsaDebug => "isa-debug",
        _ => "isa-serial",
    };

    private static MachineConsole Console(string device, string kind, string target, CharacterBackend? backend, IReadOnlyCollection<string> inUse) => new()
    {
        Device = device,
        Kind = kind,
        TargetType = target,
        Tty = (backend as PtyBackend)?.Path,
        InUse = inUse.Contains(device, StringComparer.Ordinal),
    };

    private static MachineGraphics Screen(GraphicsDevice display, GraphicsListen? listen)
    {
        var hasPorts = listen is not (SocketListen or NoListen);
        return new()
        {
            Type = display switch
            {
                VncGraphics => "vnc",
                SpiceGraphics => "spice",
                EglHeadlessGraphics => "egl-headless",
                DbusGraphics => "dbus",
                _ => "sdl",
            },
            Listen = listen switch
            {
                AddressListen address => address.Address,
                NetworkListen network => network.Address,
                _ => null,
            },
            Port = hasPorts ? (display as ServedGraphics)?.Port : null,
            TlsPort = hasPorts ? (display as SpiceGraphics)?.TlsPort : null,
            WebSocket = hasPorts ? (display as VncGraphics)?.WebSocket : null,
            Socket = (listen as SocketListen)?.Path,
        };
    }

    private static string Numbered(string word, int number) => string.Create(CultureInfo.InvariantCulture, $"{word}{number}");
}
