using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>Devices by which a guest tells of a crash. That of Hyper-V is a feature of the processor.</summary>
internal static class PanicArguments
{
    public static IEnumerable<QemuArgument> Of(PanicDevice panic, ArgumentContext context) => panic.Model switch
    {
        PanicModel.HyperV => [],
        PanicModel.Pci => [context.Device("pvpanic-pci", panic).At(panic, context).As("-device")],
        _ => [context.Device("pvpanic", panic).Add("ioport", (panic.Address as IsaAddress)?.IoBase).As("-device")],
    };

    /// <summary>Whether the processor is to have the crash registers of Hyper-V.</summary>
    public static bool WantsHyperV(ArgumentContext context) => context.Definition.Devices.Panics.Items.Any(panic => panic.Model == PanicModel.HyperV);
}
