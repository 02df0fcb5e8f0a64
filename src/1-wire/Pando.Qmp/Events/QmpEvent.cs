using System.Text.Json;

namespace Pando.Qmp;

/// <summary>Something that happened in QEMU (docs/interop/qemu-qmp-ref, the events of each chapter).</summary>
/// <param name="Name">QEMU's name: <c>SHUTDOWN</c>.</param>
/// <param name="At">When, by the host's clock, as QEMU saw it.</param>
public abstract record QmpEvent(string Name, DateTimeOffset At)
{
    /// <summary>What QEMU says of it, as JSON; null where it says nothing.</summary>
    public string? Details { get; init; }

    private delegate QmpEvent Reader(DateTimeOffset at, JsonElement data);

    private static readonly Dictionary<string, Reader> Readers = new(StringComparer.Ordinal)
    {
        ["SHUTDOWN"] = ShutdownEvent.Read,
        ["RESET"] = ResetEvent.Read,
        ["POWERDOWN"] = (at, _) => new PowerdownEvent(at),
        ["STOP"] = (at, _) => new StopEvent(at),
        ["RESUME"] = (at, _) => new ResumeEvent(at),
        ["SUSPEND"] = (at, _) => new SuspendEvent(at),
        ["SUSPEND_DISK"] = (at, _) => new SuspendDiskEvent(at),
        ["WAKEUP"] = (at, _) => new WakeupEvent(at),
        ["WATCHDOG"] = WatchdogEvent.Read,
        ["GUEST_PANICKED"] = GuestPanickedEvent.Read,
        ["BLOCK_IO_ERROR"] = BlockIoErrorEvent.Read,
        ["BLOCK_WRITE_THRESHOLD"] = BlockWriteThresholdEvent.Read,
        ["BLOCK_JOB_COMPLETED"] = (at, data) => BlockJobEvent.Read("BLOCK_JOB_COMPLETED", at, data),
        ["BLOCK_JOB_CANCELLED"] = (at, data) => BlockJobEvent.Read("BLOCK_JOB_CANCELLED", at, data),
        ["BLOCK_JOB_READY"] = (at, data) => BlockJobEvent.Read("BLOCK_JOB_READY", at, data),
        ["BLOCK_JOB_PENDING"] = (at, data) => BlockJobEvent.Read("BLOCK_JOB_PENDING", at, data),
        ["BLOCK_JOB_ERROR"] = (at, data) => BlockJobEvent.Read("BLOCK_JOB_ERROR", at, data),
        ["JOB_STATUS_CHANGE"] = JobStatusChangeEvent.Read,
        ["DEVICE_DELETED"] = DeviceDeletedEvent.Read,
        ["DEVICE_UNPLUG_GUEST_ERROR"] = DeviceUnplugGuestErrorEvent.Read,
        ["DEVICE_TRAY_MOVED"] = DeviceTrayMovedEvent.Read,
        ["VSERPORT_CHANGE"] = VserportChangeEvent.Read,
        ["RTC_CHANGE"] = RtcChangeEvent.Read,
        ["BALLOON_CHANGE"] = BalloonChangeEvent.Read,
        ["NIC_RX_FILTER_CHANGED"] = NicRxFilterChangedEvent.Read,
        ["MIGRATION"] = MigrationEvent.Read,
    };

    /// <summary>Reads the whole message. An event of an unexpected shape keeps its data as an <see cref="OtherEvent"/>.</summary>
    internal static QmpEvent From(string name, JsonElement message)
    {
        JsonElement timestamp = message.GetProperty("timestamp"u8);
        // Both numbers are -1 where the host's clock could not be read (qmp-spec, "Asynchronous events").
        long microseconds = (timestamp.GetProperty("seconds"u8).GetInt64() * 1_000_000)
            + timestamp.GetProperty("microseconds"u8).GetInt64();
        DateTimeOffset at = DateTimeOffset.UnixEpoch.AddTicks(Math.Max(0, microseconds) * TimeSpan.TicksPerMicrosecond);
        JsonElement data = message.TryGetProperty("data"u8, out JsonElement given) ? given : default;
        return Typed(name, at, data) with { Details = data.ValueKind == JsonValueKind.Undefined ? null : data.GetRawText() };
    }

    private static QmpEvent Typed(string name, DateTimeOffset at, JsonElement data)
    {
        if (Readers.TryGetValue(name, out Reader? read))
        {
            try
            {
                return read(at, data);
            }
            catch (Exception e) when (e is InvalidOperationException or FormatException or KeyNotFoundException)
            {
                return new OtherEvent(name, at, data);
            }
        }

        return new OtherEvent(name, at, data);
    }
}

/// <summary>An event that has no record of its own here, or whose data had an unexpected shape.</summary>
/// <param name="Name">QEMU's name.</param>
/// <param name="At">When.</param>
/// <param name="Data">The event's data; undefined where there was none.</param>
public sealed record OtherEvent(string Name, DateTimeOffset At, JsonElement Data) : QmpEvent(Name, At);

/// <summary>Not QEMU's: so many events were dropped here because nobody read them. Ask QEMU for its state again.</summary>
/// <param name="Count">How many.</param>
/// <param name="At">When the first one after them happened.</param>
public sealed record EventsLost(long Count, DateTimeOffset At) : QmpEvent("", At);
