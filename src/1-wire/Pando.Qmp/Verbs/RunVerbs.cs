namespace Pando.Qmp;

/// <summary>Lets the virtual CPUs run.</summary>
public sealed record Cont() : QmpVerb<Nothing>("cont");

/// <summary>Stops the virtual CPUs.</summary>
public sealed record Stop() : QmpVerb<Nothing>("stop");

/// <summary>Presses the reset button.</summary>
public sealed record SystemReset() : QmpVerb<Nothing>("system_reset");

/// <summary>Presses the power button: the guest may shut down, or not.</summary>
public sealed record SystemPowerdown() : QmpVerb<Nothing>("system_powerdown");

/// <summary>Wakes a guest that sleeps.</summary>
public sealed record SystemWakeup() : QmpVerb<Nothing>("system_wakeup");

/// <summary>What the machine that runs can do.</summary>
public sealed record QueryCurrentMachine() : QmpVerb<CurrentMachineInfo>("query-current-machine");

/// <summary>The answer to <see cref="QueryCurrentMachine"/>.</summary>
/// <param name="WakeupSuspendSupport">Whether a guest that sleeps can be woken.</param>
public sealed record CurrentMachineInfo(bool WakeupSuspendSupport);

/// <summary>Ends QEMU.</summary>
public sealed record Quit() : QmpVerb<Nothing>("quit");

/// <summary>Changes what QEMU does by itself when something happens to the guest (as -action); null leaves as it is.</summary>
/// <param name="Reboot"><c>reset</c> or <c>shutdown</c>.</param>
/// <param name="Shutdown"><c>poweroff</c> or <c>pause</c>.</param>
/// <param name="Panic"><c>pause</c>, <c>shutdown</c>, <c>exit-failure</c> or <c>none</c>.</param>
/// <param name="Watchdog"><c>reset</c>, <c>shutdown</c>, <c>poweroff</c>, <c>pause</c>, <c>debug</c>, <c>none</c>, <c>inject-nmi</c>.</param>
public sealed record SetAction(string? Reboot = null, string? Shutdown = null, string? Panic = null, string? Watchdog = null)
    : QmpVerb<Nothing>("set-action");
