using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Qemu.Tests.Machine;

public sealed class ClockArgumentsTests
{
    public static TheoryData<ClockDefinition, string> Clocks => new()
    {
        { new ClockDefinition(), "base=utc" },
        { new ClockDefinition { Offset = ClockOffset.LocalTime }, "base=localtime" },
        // The machines of these tests start at noon of a host seven hours east of Greenwich.
        { new ClockDefinition { Offset = ClockOffset.TimeZone, TimeZone = "America/New_York" }, "base=2026-03-01T00:00:00" },
        { new ClockDefinition { Offset = ClockOffset.Variable, AdjustmentSeconds = -60 }, "base=2026-03-01T04:59:00" },
        { new ClockDefinition { Offset = ClockOffset.Variable, AdjustmentSeconds = 3600, Basis = ClockBasis.LocalTime }, "base=2026-03-01T13:00:00" },
        { Timed(new ClockTimer { Name = TimerName.Rtc, TickPolicy = TickPolicy.CatchUp, Track = TimerTrack.Guest }), "base=utc,clock=vm,driftfix=slew" },
        { Timed(new ClockTimer { Name = TimerName.Rtc, TickPolicy = TickPolicy.Delay, Track = TimerTrack.Wall }), "base=utc,clock=host" },
    };

    [Theory]
    [MemberData(nameof(Clocks), DisableDiscoveryEnumeration = true)]
    public void The_clock_shows_what_was_asked(ClockDefinition clock, string expected)
    {
        Assert.Equal([expected], TestMachine.Build(TestMachine.Definition with { Clock = clock }).Values("-rtc"));
    }

    [Fact]
    public void A_zone_that_nobody_knows_is_refused()
    {
        var clock = new ClockDefinition { Offset = ClockOffset.TimeZone, TimeZone = "Mars/Olympus_Mons" };

        CallerException refusal = Assert.Throws<CallerException>(() => TestMachine.Build(TestMachine.Definition with { Clock = clock }));
        Assert.Equal(ErrorCodes.Qemu.CannotExpress, refusal.Code);
    }

    [Fact]
    public void The_interval_timer_has_a_policy_under_KVM_only()
    {
        DomainDefinition definition = TestMachine.Definition with
        {
            Clock = Timed(new ClockTimer { Name = TimerName.Pit, TickPolicy = TickPolicy.Delay }),
        };

        Assert.Empty(TestMachine.Build(definition).Values("-global"));
        Assert.Equal(["kvm-pit.lost_tick_policy=delay"], TestMachine.Build(definition, Accelerator.Kvm).Values("-global"));
    }

    private static ClockDefinition Timed(ClockTimer timer) => new() { Timers = [timer] };
}
