using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Qemu.Devices;
using Pando.Qemu.Devices.HostDevices;
using Pando.Qemu.Devices.Interfaces;
using Pando.Qemu.Machine;
using Pando.Qemu.Processors;

namespace Pando.Qemu.Arguments;

/// <summary>
/// Puts a machine's command line together, always in the same order: a definition that changes in one place changes
/// one line. QEMU is never told to daemonize, and never runs the guest by itself.
/// </summary>
public static class CommandLineBuilder
{
    /// <summary>Makes the command line.</summary>
    /// <exception cref="CallerException"><c>qemu.…</c>: this QEMU lacks what the definition asks for.</exception>
    /// <exception cref="ArgumentException">Something was not assigned or not opened; the caller's mistake, never a user's.</exception>
    public static QemuCommandLine Build(CommandLineRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var context = new ArgumentContext(request with { Definition = WithNamedProcessor(request) });
        Inexpressible.Refuse(context.Definition);
        return new QemuCommandLine(
            context.Definition,
            [
                .. Machine(context),
                .. DeviceOverrides.Apply([.. BoardDeviceArguments.Of(context), .. Devices(context)], context.Definition),
                // Last, so that they can say again what was said before.
                .. context.Definition.QemuExtras.Arguments.Items.Select(word => new QemuArgument(word)),
            ],
            context.Table,
            StartupCommands.Of(context.Definition),
            ProcessorPromises.Of(context));
    }

    private static Model.Domains.DomainDefinition WithNamedProcessor(CommandLineRequest request) => request.Definition.Cpu is { } cpu
        ? request.Definition with { Cpu = HostModel.Resolve(StandIns.Resolve(cpu, request.Capabilities), request.Capabilities) }
        : request.Definition;

    private static IEnumerable<QemuArgument> Machine(ArgumentContext context) =>
    [
        .. IdentityArguments.Of(context),
        .. SandboxArguments.Of(context),
        .. MonitorArguments.Of(context),
        .. DeprecationArguments.Of(context),
        .. LaunchSecurityArguments.Of(context),
        .. MachineArguments.Of(context),
        .. CpuArguments.Of(context),
        .. MemoryArguments.Of(context),
        .. IoThreadArguments.Of(context),
        .. SmbiosArguments.Of(context),
        .. FirmwareConfigArguments.Of(context),
        .. ClockArguments.Of(context),
        .. PowerManagementArguments.Of(context),
        .. LifecycleArguments.Of(context),
        .. BootArguments.Of(context),
        .. FirmwareArguments.Of(context),
        .. KernelArguments.Of(context),
        .. IncomingArguments.Of(context),
    ];

    /// <summary>The arguments of the machine's devices, or of those that are plugged into it.</summary>
    internal static IEnumerable<QemuArgument> Devices(ArgumentContext context)
    {
        Model.Domains.DomainDevices devices = context.Only ?? context.Definition.Devices;
        return
        [
            .. IommuArguments.Of(devices.Iommu, context),
            .. devices.Controllers.Items.OrderBy(Rank).SelectMany(controller => ControllerArguments.Of(controller, context)),
            .. devices.Hubs.Items.Select(hub => HubArguments.Of(hub, context)),
            .. devices.Disks.Items.SelectMany(disk => DiskArguments.Of(disk, context)),
            .. LeaseArguments.Of(devices.Leases),
            .. devices.Filesystems.Items.SelectMany(shared => FilesystemArguments.Of(shared, context)),
            .. devices.Interfaces.Items.SelectMany(card => NetworkInterfaceArguments.Of(card, context)),
            .. devices.Smartcards.Items.SelectMany(card => SmartcardArguments.Of(card, context)),
            .. devices.Serials.Items.SelectMany(serial => SerialArguments.Of(serial, context)),
            .. devices.Parallels.Items.SelectMany(parallel => ParallelArguments.Of(parallel, context)),
            .. devices.Consoles.Items.SelectMany(console => ConsoleArguments.Of(console, context)),
            .. devices.Channels.Items.SelectMany(channel => ChannelArguments.Of(channel, context)),
            .. devices.Inputs.Items.SelectMany(input => InputArguments.Of(input, context)),
            .. devices.Audios.Items.Select(AudioArguments.Of),
            .. devices.Graphics.Items.SelectMany(graphics => GraphicsArguments.Of(graphics, context)),
            .. devices.Sounds.Items.SelectMany(sound => SoundArguments.Of(sound, context)),
            .. devices.Videos.Items.SelectMany(video => VideoArguments.Of(video, context)),
            .. devices.Redirections.Items.SelectMany(port => RedirectionArguments.Of(port, context)),
            .. WatchdogArguments.Of(devices.Watchdogs, context),
            .. BalloonArguments.Of(devices.Memballoon, context),
            .. devices.Rngs.Items.SelectMany(rng => RngArguments.Of(rng, context)),
            .. devices.HostDevices.Items.SelectMany(device => HostDeviceArguments.Of(device, context)),
            .. devices.Tpms.Items.SelectMany(tpm => TpmArguments.Of(tpm, context)),
            .. devices.SharedMemories.Items.SelectMany(shmem => SharedMemoryArguments.Of(shmem, context)),
            .. devices.Memories.Items.SelectMany(memory => MemoryDeviceArguments.Of(memory, context)),
            .. VsockArguments.Of(devices.Vsock, context),
            .. devices.Cryptos.Items.SelectMany(crypto => CryptoArguments.Of(crypto, context)),
            .. PstoreArguments.Of(devices.Pstore, context),
            .. devices.Panics.Items.SelectMany(panic => PanicArguments.Of(panic, context)),
        ];
    }

    /// <summary>QEMU makes devices in their order: what others hang on comes first, an EHCI controller before its companions.</summary>
    private static int Rank(ControllerDevice controller) => controller switch
    {
        PciController { Model: PciControllerModel.PcieRootPort, Address: not PciAddress { Bus: > 0 } } => 0,
        // A bridge sits in a port or in a bridge of a lower index.
        PciController pci => 1 + (pci.Index ?? 0),
        UsbController { Model: UsbControllerModel.Ich9Uhci1 or UsbControllerModel.Ich9Uhci2 or UsbControllerModel.Ich9Uhci3 } => 1001,
        // On a USB bus itself.
        CcidController => 1002,
        _ => 1000,
    };
}
