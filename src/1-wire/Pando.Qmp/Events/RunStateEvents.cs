using System.Text.Json;

namespace Pando.Qmp;

/// <summary>The machine has shut down, or is asked to by QEMU.</summary>
/// <param name="Guest">True when the guest did it.</param>
/// <param name="Reason">ShutdownCause: <c>guest-shutdown</c>, <c>host-signal</c>, <c>host-qmp-quit</c>, <c>guest-panic</c>, <c>guest-reset</c>, …</param>
/// <param name="At">When.</param>
public sealed record ShutdownEvent(bool Guest, string Reason, DateTimeOffset At) : QmpEvent("SHUTDOWN", At)
{
    internal static ShutdownEvent Read(DateTimeOffset at, JsonElement data) =>
        new(data.GetProperty("guest"u8).GetBoolean(), data.GetProperty("reason"u8).GetString() ?? "", at);
}

/// <summary>The machine was reset.</summary>
/// <param name="Guest">True when the guest did it.</param>
/// <param name="Reason">ShutdownCause: <c>guest-reset</c>, <c>host-qmp-system-reset</c>, …</param>
/// <param name="At">When.</param>
public sealed record ResetEvent(bool Guest, string Reason, DateTimeOffset At) : QmpEvent("RESET", At)
{
    internal static ResetEvent Read(DateTimeOffset at, JsonElement data) =>
        new(data.GetProperty("guest"u8).GetBoolean(), data.GetProperty("reason"u8).GetString() ?? "", at);
}

/// <summary>The guest was told that its power button was pressed.</summary>
public sealed record PowerdownEvent(DateTimeOffset At) : QmpEvent("POWERDOWN", At);

/// <summary>The virtual CPUs stopped.</summary>
public sealed record StopEvent(DateTimeOffset At) : QmpEvent("STOP", At);

/// <summary>The virtual CPUs run.</summary>
public sealed record ResumeEvent(DateTimeOffset At) : QmpEvent("RESUME", At);

/// <summary>The guest went to sleep (ACPI S3).</summary>
public sealed record SuspendEvent(DateTimeOffset At) : QmpEvent("SUSPEND", At);

/// <summary>The guest wrote its memory to its own disk and powers off (ACPI S4).</summary>
public sealed record SuspendDiskEvent(DateTimeOffset At) : QmpEvent("SUSPEND_DISK", At);

/// <summary>The guest woke from sleep.</summary>
public sealed record WakeupEvent(DateTimeOffset At) : QmpEvent("WAKEUP", At);

/// <summary>The guest's watchdog ran out.</summary>
/// <param name="Action">What QEMU does: <c>reset</c>, <c>shutdown</c>, <c>poweroff</c>, <c>pause</c>, <c>debug</c>, <c>none</c>, <c>inject-nmi</c>.</param>
/// <param name="At">When.</param>
public sealed record WatchdogEvent(string Action, DateTimeOffset At) : QmpEvent("WATCHDOG", At)
{
    internal static WatchdogEvent Read(DateTimeOffset at, JsonElement data) =>
        new(data.GetProperty("action"u8).GetString() ?? "", at);
}

/// <summary>The guest's kernel said that it crashed.</summary>
/// <param name="Action">What QEMU does: <c>pause</c>, <c>poweroff</c>, <c>run</c>.</param>
/// <param name="At">When.</param>
public sealed record GuestPanickedEvent(string Action, DateTimeOffset At) : QmpEvent("GUEST_PANICKED", At)
{
    internal static GuestPanickedEvent Read(DateTimeOffset at, JsonElement data) =>
        new(data.GetProperty("action"u8).GetString() ?? "", at);
}

/// <summary>The guest set its clock.</summary>
/// <param name="Offset">From the clock it was started with.</param>
/// <param name="At">When.</param>
public sealed record RtcChangeEvent(TimeSpan Offset, DateTimeOffset At) : QmpEvent("RTC_CHANGE", At)
{
    internal static RtcChangeEvent Read(DateTimeOffset at, JsonElement data) =>
        new(TimeSpan.FromSeconds(data.GetProperty("offset"u8).GetInt64()), at);
}

/// <summary>The balloon has a new size.</summary>
/// <param name="ActualBytes">The memory that the guest has now.</param>
/// <param name="At">When.</param>
public sealed record BalloonChangeEvent(long ActualBytes, DateTimeOffset At) : QmpEvent("BALLOON_CHANGE", At)
{
    internal static BalloonChangeEvent Read(DateTimeOffset at, JsonElement data) =>
        new(data.GetProperty("actual"u8).GetInt64(), at);
}

/// <summary>A migration came to another status (only with the capability <c>events</c>).</summary>
/// <param name="Status"><c>setup</c>, <c>active</c>, <c>completed</c>, <c>failed</c>, …</param>
/// <param name="At">When.</param>
public sealed record MigrationEvent(string Status, DateTimeOffset At) : QmpEvent("MIGRATION", At)
{
    internal static MigrationEvent Read(DateTimeOffset at, JsonElement data) =>
        new(data.GetProperty("status"u8).GetString() ?? "", at);
}
