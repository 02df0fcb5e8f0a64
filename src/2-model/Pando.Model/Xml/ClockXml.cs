using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml;

/// <summary>The <c>clock</c> element.</summary>
internal static class ClockXml
{
    // Ten thousand years; more than any guest's calendar.
    private const long MostSeconds = 315_360_000_000;

    public static ClockDefinition Read(ElementReader clock)
    {
        var offset = clock.RequiredWord<ClockOffset>("offset");
        var variable = offset == ClockOffset.Variable;
        return new ClockDefinition
        {
            Offset = offset,
            TimeZone = offset == ClockOffset.TimeZone ? clock.RequiredAttribute("timezone") : null,
            AdjustmentSeconds = variable ? clock.LongNumber("adjustment", -MostSeconds, MostSeconds) ?? 0 : 0,
            Basis = variable ? clock.Word<ClockBasis>("basis") ?? ClockBasis.Utc : null,
            Timers = [.. clock.Children("timer").Select(Timer)],
        };
    }

    public static XElement Write(ClockDefinition clock) => new("clock",
        Word<ClockOffset>("offset", clock.Offset),
        Attribute("timezone", clock.TimeZone),
        clock.Offset == ClockOffset.Variable ? Attribute("adjustment", clock.AdjustmentSeconds) : null,
        clock.Offset == ClockOffset.Variable ? Word<ClockBasis>("basis", clock.Basis ?? ClockBasis.Utc) : null,
        clock.Timers.Items.Select(timer => new XElement("timer",
            Word<TimerName>("name", timer.Name), YesNo("present", timer.Present), Word("tickpolicy", timer.TickPolicy),
            Word("track", timer.Track), Attribute("frequency", timer.FrequencyHz))));

    private static ClockTimer Timer(ElementReader timer)
    {
        var name = timer.RequiredWord<TimerName>("name");
        timer.Claim("timer", XmlWords<TimerName>.Of(name));
        return new ClockTimer
        {
            Name = name,
            Present = timer.YesNo("present"),
            TickPolicy = timer.Word<TickPolicy>("tickpolicy"),
            Track = timer.Word<TimerTrack>("track"),
            FrequencyHz = timer.LongNumber("frequency", 1, long.MaxValue),
        };
    }
}
