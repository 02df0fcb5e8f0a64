using Pando.Model.Domains;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Machine;

/// <summary>
/// What QEMU does by itself when the guest powers off, reboots or crashes (-action). Where it would do the wrong
/// thing it pauses, so that the daemon can look at the event and do the right one.
/// </summary>
internal static class LifecycleArguments
{
    public static IEnumerable<QemuArgument> Of(ArgumentContext context)
    {
        DomainDefinition definition = context.Definition;
        bool rebootEnds = definition.OnReboot != LifecycleAction.Restart;
        // A reboot that does not restart reaches QEMU's shutdown: what that does must suit both.
        bool exits = definition.OnPowerOff == LifecycleAction.Destroy
            && (!rebootEnds || definition.OnReboot == LifecycleAction.Destroy);
        return
        [
            new KeyValueForm()
                .Add("reboot", rebootEnds ? "shutdown" : "reset")
                .Add("shutdown", exits ? "poweroff" : "pause")
                .Add("panic", definition.OnCrash == LifecycleAction.Destroy ? "shutdown" : "pause")
                .As("-action"),
        ];
    }
}
