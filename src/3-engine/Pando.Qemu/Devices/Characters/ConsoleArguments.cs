using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>Virtio consoles. A console on a serial port is that port, and has no arguments of its own.</summary>
internal static class ConsoleArguments
{
    public static IEnumerable<QemuArgument> Of(ConsoleDevice console, ArgumentContext context) => console.Target != ConsoleTarget.Virtio
        ? []
        :
        [
            .. CharacterBackendArguments.Of(console.Backend, console, context),
            context.Device("virtconsole", console)
                .Add("chardev", CharacterBackendArguments.Id(console))
                .At(console, context)
                .As("-device"),
        ];
}
