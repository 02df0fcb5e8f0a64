using System.Xml.Serialization;

namespace Pando.Model.Domains;

/// <summary>The guest's clock and its timers.</summary>
public sealed record ClockDefinition
{
    /// <summary>What the clock shows at the start.</summary>
    public ClockOffset Offset { get; init; } = ClockOffset.Utc;

    /// <summary>The zone of <see cref="ClockOffset.TimeZone"/>, such as <c>Europe/Paris</c>.</summary>
    public string? TimeZone { get; init; }

    /// <summary>For <see cref="ClockOffset.Variable"/>: seconds off <see cref="Basis"/>.</summary>
    public long AdjustmentSeconds { get; init; }

    /// <summary>For UTC and local time: each start shows that time again, also where the guest has set another.</summary>
    public bool ResetsAdjustment { get; init; }

    /// <summary>For <see cref="ClockOffset.Absolute"/>: seconds since 1970 in UTC.</summary>
    public long? StartSeconds { get; init; }

    /// <summary>For <see cref="ClockOffset.Variable"/>: what the adjustment counts from; null is UTC.</summary>
    public ClockBasis? Basis { get; init; }

    /// <summary>The timers, each kind at most once.</summary>
    public EquatableArray<ClockTimer> Timers { get; init; }
}

/// <summary>What a clock shows at the start.</summary>
public enum ClockOffset
{
    /// <summary>UTC.</summary>
    Utc,

    /// <summary>The host's local time.</summary>
    [XmlEnum("localtime")]
    LocalTime,

    /// <summary>The time in a zone.</summary>
    [XmlEnum("timezone")]
    TimeZone,

    /// <summary>A difference that follows what the guest sets.</summary>
    Variable,

    /// <summary>Always the same moment.</summary>
    Absolute,
}

/// <summary>What a variable clock counts from.</summary>
public enum ClockBasis
{
    /// <summary>UTC.</summary>
    Utc,

    /// <summary>The host's local time.</summary>
    [XmlEnum("localtime")]
    LocalTime,
}

/// <summary>One timer of the guest.</summary>
public sealed record ClockTimer
{
    /// <summary>Which one.</summary>
    public required TimerName Name { get; init; }

    /// <summary>Whether the guest has it; null leaves it to QEMU.</summary>
    public bool? Present { get; init; }

    /// <summary>What happens to ticks that were missed.</summary>
    public TickPolicy? TickPolicy { get; init; }

    /// <summary>What the timer follows.</summary>
    public TimerTrack? Track { get; init; }

    /// <summary>The frequency in Hz, for <see cref="TimerName.Tsc"/> only.</summary>
    public long? FrequencyHz { get; init; }

    /// <summary>How the counter is made, for <see cref="TimerName.Tsc"/> only.</summary>
    public TscMode? Mode { get; init; }

    /// <summary>How missed ticks are caught up with; null leaves it to QEMU.</summary>
    public TickCatchUp? CatchUp { get; init; }
}

/// <summary>How missed ticks are caught up with; null leaves a value to QEMU.</summary>
/// <param name="Threshold">How late ticks may be before it begins.</param>
/// <param name="Slew">How much faster they come.</param>
/// <param name="Limit">Up to how late.</param>
public sealed record TickCatchUp(int? Threshold, int? Slew, int? Limit);

/// <summary>How a time stamp counter is made.</summary>
public enum TscMode
{
    /// <summary>As the host finds best.</summary>
    Auto,

    /// <summary>The processor's own.</summary>
    Native,

    /// <summary>Every read is intercepted.</summary>
    Emulate,

    /// <summary>The processor's own, and the guest is told its frequency.</summary>
    [XmlEnum("paravirt")]
    Paravirtual,

    /// <summary>Intercepted where several processors would differ.</summary>
    [XmlEnum("smpsafe")]
    SmpSafe,
}

/// <summary>A timer.</summary>
public enum TimerName
{
    /// <summary>The real-time clock.</summary>
    Rtc,

    /// <summary>The programmable interval timer.</summary>
    Pit,

    /// <summary>The high precision event timer.</summary>
    Hpet,

    /// <summary>KVM's paravirtual clock.</summary>
    [XmlEnum("kvmclock")]
    KvmClock,

    /// <summary>Hyper-V's reference time.</summary>
    [XmlEnum("hypervclock")]
    HyperVClock,

    /// <summary>The time stamp counter.</summary>
    Tsc,
}

/// <summary>What happens to ticks that were missed.</summary>
public enum TickPolicy
{
    /// <summary>They come later, at the usual rate.</summary>
    Delay,

    /// <summary>They come later, faster than usual.</summary>
    [XmlEnum("catchup")]
    CatchUp,

    /// <summary>They become one tick.</summary>
    Merge,

    /// <summary>They are thrown away.</summary>
    Discard,
}

/// <summary>What a timer follows.</summary>
public enum TimerTrack
{
    /// <summary>Only the time the guest runs.</summary>
    Guest,

    /// <summary>The host's clock on the wall.</summary>
    Wall,

    /// <summary>The host's clock that never jumps.</summary>
    [XmlEnum("realtime")]
    RealTime,
}
