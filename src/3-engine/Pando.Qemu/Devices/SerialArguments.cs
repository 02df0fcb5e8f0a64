using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>Serial ports on the ISA bus.</summary>
internal static class SerialArguments
{
    public static IEnumerable<QemuArgument> Of(SerialDevice serial, ArgumentContext context) =>
    [
        CharacterBackendArguments.Of(serial.Backend, serial, context),
        context.Device("isa-serial", serial)
            .Add("chardev", CharacterBackendArguments.Id(serial))
            .Add("index", serial.Port)
            .As("-device"),
    ];
}
