using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml;

/// <summary>The <c>timer</c> elements of a clock: each kind knows some attributes only.</summary>
internal static class TimerXml
{
    public static ClockTimer Read(ElementReader timer)
    {
        var name = timer.RequiredWord<TimerName>("name");
        timer.Claim("timer", XmlWords<TimerName>.Of(name));
        // An attribute that the kind does not know is not asked for, and so refused.
        return new ClockTimer
        {
            Name = name,
            Present = timer.YesNo("present"),
            TickPolicy = name is TimerName.KvmClock or TimerName.HyperVClock ? null : Policy(timer, name),
            Track = name == TimerName.Rtc ? timer.Word<TimerTrack>("track") : null,
            FrequencyHz = name == TimerName.Tsc ? timer.LongNumber("frequency", 1, long.MaxValue) : null,
            Mode = name == TimerName.Tsc ? timer.Word<TscMode>("mode") : null,
            CatchUp = timer.Child("catchup") is { } catchUp ? CatchUp(catchUp) : null,
        };
    }

    public static XElement Write(ClockTimer timer) => new("timer",
        Word<TimerName>("name", timer.Name), YesNo("present", timer.Present), Word("tickpolicy", timer.TickPolicy),
        Word("track", timer.Track), Attribute("frequency", timer.FrequencyHz), Word("mode", timer.Mode),
        timer.CatchUp is not { } catchUp ? null : new XElement("catchup",
            Attribute("threshold", catchUp.Threshold), Attribute("slew", catchUp.Slew), Attribute("limit", catchUp.Limit)));

    // What the others would do with ticks, no emulation of them can.
    private static TickPolicy? Policy(ElementReader timer, TimerName name)
    {
        var policy = timer.Word<TickPolicy>("tickpolicy");
        return (name, policy) switch
        {
            (TimerName.Rtc, TickPolicy.Merge or TickPolicy.Discard) => throw timer.BadValue("tickpolicy", XmlWords<TickPolicy>.Of(policy.Value), "delay | catchup"),
            (TimerName.Pit, TickPolicy.Merge) => throw timer.BadValue("tickpolicy", "merge", "delay | catchup | discard"),
            _ => policy,
        };
    }

    private static TickCatchUp? CatchUp(ElementReader element)
    {
        var catchUp = new TickCatchUp(element.Number("threshold"), element.Number("slew"), element.Number("limit"));
        return catchUp == new TickCatchUp(null, null, null) ? null : catchUp;
    }
}
