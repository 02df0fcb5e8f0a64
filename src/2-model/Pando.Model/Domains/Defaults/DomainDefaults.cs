using Pando.Model.Errors;

namespace Pando.Model.Domains;

/// <summary>
/// Fills in what libvirt fills in when a machine is defined, so that nothing of it changes later by itself.
/// Completing a second time changes nothing. Places are given by <see cref="AddressAssignment"/>.
/// </summary>
public static class DomainDefaults
{
    /// <summary>The whole definition; what belonged to one run of the machine (made-up aliases, ports in use) is left away.</summary>
    /// <exception cref="CallerException">The machine type is not known.</exception>
    public static DomainDefinition Complete(DomainDefinition definition, HostDefaults host)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(host);
        var machine = host.ResolveMachine(definition.Os.Machine ?? host.DefaultMachine);
        // Asked here, so that a machine that is no PC is refused before anything is made up for it.
        _ = Chipsets.Of(machine);
        var devices = DeviceDefaults.Complete(RunFacts.LeaveAway(definition.Devices), host);
        definition = TuningDefaults.Complete(RunFacts.LeaveAway(definition));
        var cpu = CpuDefaults.Complete(definition.Cpu, definition.Type, definition.Vcpus);
        return definition with
        {
            Id = definition.Id == default ? host.NewId() : definition.Id,
            GenerationId = definition.GenerationId == default(DomainId) ? host.NewId() : definition.GenerationId,
            Os = definition.Os with
            {
                Architecture = definition.Os.Architecture ?? "x86_64",
                Machine = machine,
                Loader = definition.Os.Loader is { Path: not null, Type: null } loader ? loader with { Type = LoaderType.Rom } : definition.Os.Loader,
                BootDevices = BootDevices(definition.Os, devices),
            },
            Cpu = cpu,
            Devices = devices,
        };
    }

    private static EquatableArray<BootDevice> BootDevices(OsDefinition os, DomainDevices devices)
    {
        var ordered = devices.Disks.Items.Any(disk => disk.BootOrder is not null)
            || devices.Interfaces.Items.Any(card => card.BootOrder is not null)
            || devices.Filesystems.Items.Any(shared => shared.BootOrder is not null)
            || devices.HostDevices.Items.Any(device => device.BootOrder is not null)
            || devices.Redirections.Items.Any(port => port.BootOrder is not null);
        return ordered || !os.BootDevices.IsEmpty ? os.BootDevices : [BootDevice.HardDisk];
    }
}
