using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Machine;

/// <summary>The machine type with its switches, and the accelerator.</summary>
internal static class MachineArguments
{
    public static IEnumerable<QemuArgument> Of(ArgumentContext context)
    {
        DomainFeatures features = context.Definition.Features;
        bool secure = context.Definition.Os.Loader?.Secure == true;
        bool? hpet = context.Definition.Clock.Timers.Items.FirstOrDefault(timer => timer.Name == TimerName.Hpet)?.Present;
        return
        [
            new KeyValueForm(context.Machine.Name)
                .Add("usb", false)
                .Add("dump-guest-core", false)
                .Add("acpi", features.Acpi ? null : false)
                // Secure boot trusts variables that only code in system management mode can write.
                .Add("smm", features.Smm ?? (secure ? true : null))
                .Add("vmport", features.VmPort)
                .Add("hpet", hpet)
                .Add("pflash0", context.Opened.FirmwareCode is null ? null : FirmwareArguments.CodeNode)
                .Add("pflash1", context.Opened.FirmwareVariables is null ? null : FirmwareArguments.VariablesNode)
                .Add("nvdimm", context.Definition.Devices.Memories.Items.Any(memory => memory.Model == MemoryModel.Nvdimm) ? true : null)
                .Add("memory-backend", context.Machine.RamId)
                .As("-machine"),
            new QemuArgument("-accel", context.UsesKvm ? "kvm" : "tcg"),
        ];
    }
}
