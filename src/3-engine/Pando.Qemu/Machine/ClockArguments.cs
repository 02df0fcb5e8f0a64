using System.Globalization;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Machine;

/// <summary>The clock on the guest's board, and the ticks that it misses.</summary>
internal static class ClockArguments
{
    public static IEnumerable<QemuArgument> Of(ArgumentContext context)
    {
        ClockDefinition clock = context.Definition.Clock;
        ClockTimer? rtc = Timer(clock, TimerName.Rtc);
        yield return new KeyValueForm()
            .Add("base", Base(clock, context.StartedAt))
            .Add("clock", rtc?.Track switch
            {
                null => null,
                TimerTrack.Guest => "vm",
                TimerTrack.Wall => "host",
                _ => "rt",
            })
            .Add("driftfix", rtc?.TickPolicy == TickPolicy.CatchUp ? "slew" : null)
            .As("-rtc");

        // QEMU's own timer chip has no such policy, only KVM's.
        if (context.UsesKvm && Timer(clock, TimerName.Pit)?.TickPolicy is { } policy)
        {
            yield return new QemuArgument(
                "-global", $"kvm-pit.lost_tick_policy={(policy == TickPolicy.Discard ? "discard" : "delay")}");
        }
    }

    private static ClockTimer? Timer(ClockDefinition clock, TimerName name) =>
        clock.Timers.Items.FirstOrDefault(timer => timer.Name == name);

    private static string Base(ClockDefinition clock, DateTimeOffset startedAt) => clock.Offset switch
    {
        ClockOffset.Utc => "utc",
        ClockOffset.LocalTime => "localtime",
        ClockOffset.Absolute => Moment(DateTimeOffset.FromUnixTimeSeconds(clock.StartSeconds ?? 0).UtcDateTime),
        ClockOffset.TimeZone => Moment(TimeZoneInfo.ConvertTime(startedAt, Zone(clock.TimeZone)).DateTime),
        _ => Moment((clock.Basis == ClockBasis.LocalTime ? startedAt.DateTime : startedAt.UtcDateTime)
            .AddSeconds(clock.AdjustmentSeconds)),
    };

    private static string Moment(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    private static TimeZoneInfo Zone(string? name) =>
        name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone)
            ? zone
            : throw new CallerException(
                ErrorCodes.Qemu.CannotExpress, ("what", $"time zone '{name}'"), ("reason", "qemu.reason.unknown-time-zone"));
}
