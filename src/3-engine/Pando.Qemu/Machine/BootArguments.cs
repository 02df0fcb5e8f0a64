using Pando.Model.Domains;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Machine;

/// <summary>How the firmware looks for something to boot.</summary>
internal static class BootArguments
{
    public static IEnumerable<QemuArgument> Of(ArgumentContext context)
    {
        BootMenu? menu = context.Definition.Os.BootMenu;
        return
        [
            new KeyValueForm()
                .Add("menu", menu?.Enabled)
                .Add("splash-time", menu?.TimeoutMilliseconds)
                .Add("reboot-timeout", context.Definition.Os.RebootTimeoutMilliseconds)
                // Nothing but what has an index is tried: a machine does not boot from a disk that nobody named.
                .Add("strict", true)
                .As("-boot"),
        ];
    }
}
