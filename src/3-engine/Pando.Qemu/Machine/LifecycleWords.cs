using Pando.Model.Domains;
using Pando.Qmp;

namespace Pando.Qemu.Machine;

/// <summary>
/// What QEMU does by itself when the guest powers off, reboots or crashes. Where it would do the wrong thing it pauses, so
/// that the daemon can look at the event and do the right one.
/// </summary>
public static class LifecycleWords
{
    /// <summary>By the definition.</summary>
    public static SetAction Of(DomainDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        bool rebootEnds = definition.OnReboot != LifecycleAction.Restart;
        // A reboot that does not restart reaches QEMU's shutdown: what that does must suit both.
        bool exits = definition.OnPowerOff == LifecycleAction.Destroy
            && (!rebootEnds || definition.OnReboot == LifecycleAction.Destroy);
        return new SetAction(
            Reboot: rebootEnds ? "shutdown" : "reset",
            Shutdown: exits ? "poweroff" : "pause",
            Panic: definition.OnCrash == LifecycleAction.Destroy ? "shutdown" : "pause");
    }
}
