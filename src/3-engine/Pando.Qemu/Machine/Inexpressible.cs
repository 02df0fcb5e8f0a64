using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;

namespace Pando.Qemu.Machine;

/// <summary>What libvirt's format can say, and neither an option of QEMU nor this host: refused when the machine starts, never passed over.</summary>
internal static class Inexpressible
{
    /// <summary>Refuses a definition that says such a thing.</summary>
    /// <exception cref="CallerException"><c>qemu.cannot-express</c>.</exception>
    public static void Refuse(DomainDefinition definition)
    {
        foreach (ClockTimer timer in definition.Clock.Timers.Items)
        {
            Refuse(timer);
        }

        if (definition.Features.UnknownMsrs is not null)
        {
            throw Refused("<msrs>", "qemu.reason.msrs-of-all");
        }

        if (definition.QemuExtras is { AddedCapabilities.IsEmpty: false } or { RemovedCapabilities.IsEmpty: false })
        {
            throw Refused("<qemu:capabilities>", "qemu.reason.flags-of-libvirt");
        }

        RefuseSources(definition);
        RefuseParts(definition.Devices);
    }

    private static void RefuseSources(DomainDefinition definition)
    {
        if (definition.Devices.Disks.Items.FirstOrDefault(static disk => disk.Source is FileSource { DescriptorGroup: not null }) is { } disk)
        {
            throw Refused($"<disk> {disk.TargetName} <source fdgroup>", "qemu.reason.no-descriptor-groups");
        }

        if (definition.Resource?.FibreChannelAppId is not null)
        {
            throw Refused("<fibrechannel appid>", "qemu.reason.no-app-ids");
        }
    }

    private static void RefuseParts(DomainDevices devices)
    {
        if (devices.Interfaces.Items.Any(static card => card.Model == InterfaceModel.UsbNet && card.Rom != new OptionRom()))
        {
            throw Refused("<interface> usb-net <rom>", "qemu.reason.no-such-option");
        }

        if (devices.Disks.Items.FirstOrDefault(static disk => disk is { Bus: DiskBus.Fdc, Serial: not null }) is { } floppy)
        {
            throw Refused($"<disk> {floppy.TargetName} <serial>", "qemu.reason.no-such-option");
        }

        if (devices.Serials.Items.Any(static port => port is { Target: SerialTarget.IsaDebug, Address: IsaAddress { Irq: not null } }))
        {
            throw Refused("<serial> isa-debugcon <address irq>", "qemu.reason.no-such-option");
        }
    }

    private static void Refuse(ClockTimer timer)
    {
        string name = timer.Name.ToString().ToLowerInvariant();
        if (timer.CatchUp is not null)
        {
            throw Refused($"<timer name='{name}'><catchup>", "qemu.reason.no-such-option");
        }

        bool gone = timer is { Name: TimerName.Rtc or TimerName.Tsc, Present: false };
        bool mode = timer.Mode is not null and not TscMode.Auto;
        bool ticks = timer is { Name: TimerName.Tsc or TimerName.Hpet, TickPolicy: not null };
        if (gone || mode || ticks)
        {
            throw Refused($"<timer name='{name}' {(gone ? "present" : mode ? "mode" : "tickpolicy")}>", "qemu.reason.no-such-option");
        }
    }

    private static CallerException Refused(string what, string reason) => new(ErrorCodes.Qemu.CannotExpress, ("what", what), ("reason", reason));
}
