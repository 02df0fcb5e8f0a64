using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;
using Pando.Qemu.Devices;

namespace Pando.Qemu.Machine;

/// <summary>The machine type with its switches, and the accelerator.</summary>
internal static class MachineArguments
{
    private const long KiBPerMiB = 1024;

    public static IEnumerable<QemuArgument> Of(ArgumentContext context)
    {
        DomainFeatures features = context.Definition.Features;
        bool secure = context.Definition.Os.Loader?.Secure == true;
        GuestNuma? numa = context.Definition.Cpu?.Numa;
        return
        [
            new KeyValueForm(context.Machine.Name)
                .Add("usb", false)
                .Add("dump-guest-core", context.Definition.DumpMemory ?? false)
                .Add("mem-merge", context.Definition.MemoryBacking.NoSharePages ? false : null)
                .Add("acpi", features.Acpi ? null : false)
                // Secure boot trusts variables that only code in system management mode can write.
                .Add("smm", features.Smm ?? (secure ? true : null))
                .Add("vmport", features.VmPort)
                .Add("hpet", Present(context, TimerName.Hpet))
                .Add("pcspk-audiodev", SoundArguments.Speaker(context))
                .Add("pit", Present(context, TimerName.Pit) == false ? false : null)
                // SeaBIOS speaks on the serial port of a machine without graphics.
                .Add("graphics", context.Definition.Os.BiosUsesSerial == true ? false : null)
                .Add("hmat", NumaArguments.HasHmat(numa) ? true : null)
                .Add("confidential-guest-support", context.Definition.LaunchSecurity is null ? null : LaunchSecurityArguments.Id)
                .Add("pflash0", context.Opened.FirmwareCode is null ? null : FirmwareArguments.CodeNode)
                .Add("pflash1", context.Opened.FirmwareVariables is null ? null : FirmwareArguments.VariablesNode)
                .Add("nvdimm", context.Definition.Devices.Memories.Items.Any(memory => memory.Model == MemoryModel.Nvdimm) ? true : null)
                .Add("memory-backend", numa is null ? context.Machine.RamId : null)
                .As("-machine"),
            Accelerator(context),
            .. features.TsegMiB is { } tseg ? [new QemuArgument("-global", $"mch.extended-tseg-mbytes={tseg}")] : Array.Empty<QemuArgument>(),
        ];
    }

    private static QemuArgument Accelerator(ArgumentContext context)
    {
        DomainFeatures features = context.Definition.Features;
        return context.UsesKvm
            ? new KeyValueForm("kvm")
                .Add("kernel-irqchip", features.IoApic switch { null => null, IoApicDriver.Qemu => "split", _ => "on" })
                .Add("dirty-ring-size", features.Kvm.DirtyRing == true ? features.Kvm.DirtyRingSize : null)
                .As("-accel")
            : new KeyValueForm("tcg").Add("tb-size", (features.TranslationCacheKiB + KiBPerMiB - 1) / KiBPerMiB).As("-accel");
    }

    private static bool? Present(ArgumentContext context, TimerName name) =>
        context.Definition.Clock.Timers.Items.FirstOrDefault(timer => timer.Name == name)?.Present;
}
