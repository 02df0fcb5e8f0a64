using Pando.Qemu.Arguments;

namespace Pando.Qemu.Machine;

/// <summary>QMP on a listening socket that QEMU inherits: one can connect to it before QEMU is up, and again after a restart of ours.</summary>
internal static class MonitorArguments
{
    private const string Id = "charmonitor";

    public static IEnumerable<QemuArgument> Of(ArgumentContext context) =>
    [
        // The guest waits for "cont": everything is known and set before its first instruction.
        new("-S"),
        new KeyValueForm("socket")
            .Add("id", Id)
            .Add("fd", context.Table.Add(context.Opened.Monitor))
            .Add("server", true)
            .Add("wait", false)
            .As("-chardev"),
        new KeyValueForm().Add("chardev", Id).Add("id", "monitor").Add("mode", "control").As("-mon"),
        new KeyValueForm().Add("timestamp", true).As("-msg"),
    ];
}
