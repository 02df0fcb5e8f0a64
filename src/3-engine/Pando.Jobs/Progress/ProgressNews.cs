using System.Globalization;
using Pando.Model.Jobs;
using Pando.Model.Ports;

namespace Pando.Jobs.Progress;

/// <summary>Tells listeners how far a job is, a few times a second at most however often its step reports.</summary>
internal sealed class ProgressNews(IEvents events, TimeProvider time, JobId id)
{
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(250);

    private long _next;

    public void Tell(ProgressMeter meter)
    {
        var now = time.GetTimestamp();
        var next = Volatile.Read(ref _next);
        var due = now + (long)(Spacing.TotalSeconds * time.TimestampFrequency);
        if (now < next || Interlocked.CompareExchange(ref _next, due, next) != next)
        {
            return;
        }
        var progress = meter.Read();
        var data = new List<(string Name, string Value)>
        {
            ("step", progress.Step), ("stepNumber", Text(progress.StepNumber)), ("stepCount", Text(progress.StepCount)),
        };
        AddKnown("done", progress.Done);
        AddKnown("total", progress.Total);
        AddKnown("unit", progress.Unit);
        AddKnown("ratePerSecond", progress.RatePerSecond);
        AddKnown("secondsLeft", progress.Left?.TotalSeconds);
        AddKnown("note", progress.Note);
        events.Publish("job.progress", id.ToString(), [.. data]);

        void AddKnown(string name, IConvertible? value)
        {
            if (value is not null)
            {
                data.Add((name, value.ToString(CultureInfo.InvariantCulture)));
            }
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
