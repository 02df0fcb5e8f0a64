using Pando.Model.Domains.Devices;

namespace Pando.Model.Domains;

/// <summary>What devices get that leave it open, and the devices every PC has.</summary>
internal static class DeviceDefaults
{
    private const string Randomness = "/dev/urandom";

    public static DomainDevices Complete(DomainDevices devices, HostDefaults host)
    {
        var serials = SerialDefaults.Complete(devices);
        return devices with
        {
            EmulatorPath = devices.EmulatorPath ?? host.EmulatorPath,
            Disks = DiskDefaults.Complete(devices.Disks),
            Controllers = devices.Controllers.Items.Select(controller => controller is ScsiController { Model: null } scsi ? scsi with { Model = host.ScsiModel } : controller).ToEquatableArray(),
            Filesystems = devices.Filesystems.Items.Select(Filesystem).ToEquatableArray(),
            Interfaces = Interfaces(devices.Interfaces, host),
            Serials = serials,
            Parallels = SerialDefaults.Complete(devices.Parallels),
            Consoles = SerialDefaults.Consoles(devices.Consoles, serials),
            Inputs = Inputs(devices.Inputs),
            Graphics = devices.Graphics.Items.Select(GraphicsDefaults.Complete).ToEquatableArray(),
            Audios = SoundDefaults.Complete(devices),
            Videos = VideoDefaults.Complete(devices, host.VideoModel),
            Memballoon = devices.Memballoon ?? new MemballoonDevice(),
            Tpms = devices.Tpms.Items.Select(tpm => HostSideDefaults.Tpm(tpm, host)).ToEquatableArray(),
            Vsock = devices.Vsock is { } vsock ? HostSideDefaults.Vsock(vsock) : null,
            HostDevices = devices.HostDevices.Items.Select(device => device with { Managed = device.Managed ?? false }).ToEquatableArray(),
            SharedMemories = devices.SharedMemories.Items.Select(HostSideDefaults.SharedMemory).ToEquatableArray(),
            Memories = HostSideDefaults.Slots(devices.Memories),
            Cryptos = devices.Cryptos.Items.Select(crypto => crypto with { Queues = crypto.Queues ?? 1 }).ToEquatableArray(),
            Watchdogs = devices.Watchdogs.Items.Select(watchdog => watchdog with { Action = watchdog.Action ?? WatchdogAction.Reset }).ToEquatableArray(),
            Panics = devices.Panics.Items.Select(panic => panic with { Model = panic.Model ?? PanicModel.Isa }).ToEquatableArray(),
            Rngs = devices.Rngs.Items.Select(rng => rng.Source == RngSource.Random ? rng with { Path = rng.Path ?? Randomness } : rng).ToEquatableArray(),
        };
    }

    private static FilesystemDevice Filesystem(FilesystemDevice shared) =>
        shared.SocketPath is null ? shared with { Access = shared.Access ?? FilesystemAccess.PassThrough } : shared;

    private static EquatableArray<InterfaceDevice> Interfaces(EquatableArray<InterfaceDevice> cards, HostDefaults host)
    {
        var taken = cards.Items.Select(card => card.Mac).OfType<MacAddress>().ToHashSet();
        return cards.Items.Select(card => card with { Source = HostSideDefaults.Source(card.Source), Mac = card.Mac ?? Free(), Model = card.Model ?? HostSideDefaults.Model(card.Source, host), VirtualPort = Port(card, host) }).ToEquatableArray();

        MacAddress Free()
        {
            MacAddress mac;
            do
            {
                mac = host.NewMac();
            }
            while (!taken.Add(mac));
            return mac;
        }
    }

    // As with libvirt, whose users' controllers know a port by its identity. On a virtual network it is made for each run.
    private static VirtualPort? Port(InterfaceDevice card, HostDefaults host) => card is { Source: BridgeSource, VirtualPort: { Type: VirtualPortType.OpenVSwitch, InterfaceId: null } port }
        ? port with { InterfaceId = host.NewPortId() }
        : card.VirtualPort;

    // A PC has both PS/2 ports whether anybody looks at the screen or not.
    private static EquatableArray<InputDevice> Inputs(EquatableArray<InputDevice> inputs)
    {
        var all = inputs.Items.Select(input => input with { Bus = input.Bus ?? UsualBus(input.Kind) }).ToList();
        foreach (var kind in (InputKind[])[InputKind.Mouse, InputKind.Keyboard])
        {
            if (!all.Exists(input => input.Kind == kind && input.Bus == InputBus.Ps2))
            {
                all.Add(new InputDevice { Kind = kind, Bus = InputBus.Ps2 });
            }
        }
        return all.ToEquatableArray();
    }

    private static InputBus? UsualBus(InputKind kind) => kind switch
    {
        InputKind.Tablet => InputBus.Usb,
        InputKind.PassThrough => InputBus.Virtio,
        // It drives the keyboards and pointers that are there.
        InputKind.EventDevice => null,
        _ => InputBus.Ps2,
    };
}
