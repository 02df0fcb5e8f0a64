using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains;
using static Pando.Model.Tests.Generators.Generate;

namespace Pando.Model.Tests.Generators;

/// <summary>Clocks with every kind of timer, each with what its kind knows.</summary>
internal static class ClockGenerators
{
    public static Gen<ClockDefinition> Clock =>
        from offset in Any<ClockOffset>()
        from zone in Line
        from seconds in Gen.Choose(-100_000, 100_000)
        from basis in Any<ClockBasis>()
        from resets in Bool
        from names in Some<TimerName>()
        from timer in Gen.Constant(new ClockTimer { Name = TimerName.Rtc })
            .With(MaybeBool, (d, v) => d with { Present = v })
            .With(Gen.Elements<TickPolicy?>(null, TickPolicy.Delay, TickPolicy.CatchUp), (d, v) => d with { TickPolicy = v })
            .With(MaybeAny<TimerTrack>(), (d, v) => d with { Track = v })
            .With(MaybeNumber(1, int.MaxValue), (d, v) => d with { FrequencyHz = v })
            .With(MaybeAny<TscMode>(), (d, v) => d with { Mode = v })
            .With(Maybe(from slew in Gen.Choose(1, 1000) from limit in MaybeNumber(1, 1000) select new TickCatchUp(null, slew, limit)), (d, v) => d with { CatchUp = v })
        select new ClockDefinition
        {
            Offset = offset,
            TimeZone = offset == ClockOffset.TimeZone ? zone : null,
            AdjustmentSeconds = offset == ClockOffset.Variable ? seconds : 0,
            Basis = offset == ClockOffset.Variable ? basis : null,
            StartSeconds = offset == ClockOffset.Absolute ? Math.Abs(seconds) : null,
            ResetsAdjustment = resets && offset is (ClockOffset.Utc or ClockOffset.LocalTime),
            Timers = names.Items.Select(name => Of(name, timer)).ToEquatableArray(),
        };

    private static ClockTimer Of(TimerName name, ClockTimer timer) => timer with
    {
        Name = name,
        TickPolicy = name is TimerName.KvmClock or TimerName.HyperVClock ? null : timer.TickPolicy,
        Track = name == TimerName.Rtc ? timer.Track : null,
        FrequencyHz = name == TimerName.Tsc ? timer.FrequencyHz : null,
        Mode = name == TimerName.Tsc ? timer.Mode : null,
    };
}
