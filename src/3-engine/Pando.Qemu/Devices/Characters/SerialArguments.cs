using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>Serial ports.</summary>
internal static class SerialArguments
{
    public static IEnumerable<QemuArgument> Of(SerialDevice serial, ArgumentContext context)
    {
        JsonForm form = context.Device(Driver(serial.Target), serial).Add("chardev", CharacterBackendArguments.Id(serial));
        if (serial.Target is null or SerialTarget.Isa)
        {
            form.Add("index", serial.Port);
        }

        return [.. CharacterBackendArguments.Of(serial.Backend, serial, context), form.At(serial, context).As("-device")];
    }

    private static string Driver(SerialTarget? target) => target switch
    {
        SerialTarget.Usb => "usb-serial",
        SerialTarget.Pci => "pci-serial",
        SerialTarget.IsaDebug => "isa-debugcon",
        _ => "isa-serial",
    };
}
