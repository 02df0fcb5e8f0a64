using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml;

/// <summary>The <c>clock</c> element.</summary>
internal static class ClockXml
{
    private const string Reset = "reset";

    // Ten thousand years; more than any guest's calendar.
    private const long MostSeconds = 315_360_000_000;

    public static ClockDefinition Read(ElementReader clock)
    {
        var offset = clock.RequiredWord<ClockOffset>("offset");
        var timers = clock.Children("timer").Select(TimerXml.Read).ToEquatableArray();
        return offset switch
        {
            ClockOffset.TimeZone => new ClockDefinition { Offset = offset, TimeZone = clock.RequiredAttribute("timezone"), Timers = timers },
            ClockOffset.Variable => new ClockDefinition
            {
                Offset = offset,
                AdjustmentSeconds = clock.LongNumber("adjustment", -MostSeconds, MostSeconds) ?? 0,
                Basis = clock.Word<ClockBasis>("basis") ?? ClockBasis.Utc,
                Timers = timers,
            },
            ClockOffset.Absolute => new ClockDefinition { Offset = offset, StartSeconds = clock.LongNumber("start", 0, MostSeconds) ?? throw clock.Missing("@start"), Timers = timers },
            _ => Fixed(clock, offset) with { Timers = timers },
        };
    }

    public static XElement Write(ClockDefinition clock) => new("clock",
        Word<ClockOffset>("offset", clock.Offset),
        Attribute("timezone", clock.TimeZone),
        clock.ResetsAdjustment ? Attribute("adjustment", Reset) : null,
        clock.Offset == ClockOffset.Variable ? Attribute("adjustment", clock.AdjustmentSeconds) : null,
        clock.Offset == ClockOffset.Variable ? Word<ClockBasis>("basis", clock.Basis ?? ClockBasis.Utc) : null,
        Attribute("start", clock.StartSeconds),
        clock.Timers.Items.Select(TimerXml.Write));

    // With a number of seconds UTC and local time are a basis that a variable clock counts from.
    private static ClockDefinition Fixed(ElementReader clock, ClockOffset offset)
    {
        if (clock.Attribute("adjustment") is not { } adjustment || adjustment == Reset)
        {
            return new ClockDefinition { Offset = offset, ResetsAdjustment = clock.Attribute("adjustment") is not null };
        }
        return long.TryParse(adjustment, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) <= MostSeconds
            ? new ClockDefinition { Offset = ClockOffset.Variable, AdjustmentSeconds = seconds, Basis = offset == ClockOffset.Utc ? ClockBasis.Utc : ClockBasis.LocalTime }
            : throw clock.BadValue("adjustment", adjustment, $"{Reset} | {-MostSeconds}…{MostSeconds}");
    }
}
