using Pando.Model.Domains;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Machine;

/// <summary>Which sleep states the firmware offers: switches of the chipset.</summary>
internal static class PowerManagementArguments
{
    public static IEnumerable<QemuArgument> Of(ArgumentContext context)
    {
        PowerManagement power = context.Definition.PowerManagement;
        string chipset = context.IsExpress ? "ICH9-LPC" : "PIIX4_PM";
        return [.. Switch($"{chipset}.disable_s3", power.SuspendToMemory), .. Switch($"{chipset}.disable_s4", power.SuspendToDisk)];
    }

    private static IEnumerable<QemuArgument> Switch(string property, bool? enabled) =>
        enabled is null ? [] : [new QemuArgument("-global", $"{property}={(enabled.Value ? 0 : 1)}")];
}
