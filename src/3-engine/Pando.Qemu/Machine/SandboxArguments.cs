using Pando.Qemu.Arguments;
using Pando.Qemu.Devices;

namespace Pando.Qemu.Machine;

/// <summary>What every QEMU of ours is denied (-sandbox, seccomp(2)), and what it must not read or show by itself.</summary>
internal static class SandboxArguments
{
    public static IEnumerable<QemuArgument> Of(ArgumentContext context) =>
    [
        new("-no-user-config"),
        new("-nodefaults"),
        GraphicsArguments.Local(context),
        // No new processes: spawn=deny ends QEMU where it would fork, so -daemonize can never stand beside it.
        new KeyValueForm("on")
            .Add("obsolete", "deny")
            .Add("elevateprivileges", "deny")
            .Add("spawn", "deny")
            .Add("resourcecontrol", "deny")
            .As("-sandbox"),
    ];
}
