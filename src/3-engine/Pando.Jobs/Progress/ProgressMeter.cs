using Pando.Model.Jobs;

namespace Pando.Jobs.Progress;

/// <summary>What a job's steps report, and what can be told from it. Any thread may report and read.</summary>
internal sealed class ProgressMeter(TimeProvider time, int stepCount)
{
    /// <summary>Beyond this an estimate is no news.</summary>
    private static readonly TimeSpan LongestEstimate = TimeSpan.FromDays(365);

    private readonly Lock _gate = new();
    private RateMeter _rate = new();
    private string _step = "";
    private int _number;
    private (long Done, long? Total, string Unit)? _reported;
    private string? _note;

    public void Enter(string step, int number)
    {
        lock (_gate)
        {
            (_step, _number, _reported, _note, _rate) = (step, number, null, null, new RateMeter());
        }
    }

    public void Report(long done, long? total, string unit, string? note)
    {
        lock (_gate)
        {
            if (_reported is { } before && !string.Equals(before.Unit, unit, StringComparison.Ordinal))
            {
                _rate = new RateMeter();
            }
            (_reported, _note) = ((done, total, unit), note);
            _rate.Add(time.GetUtcNow(), done);
        }
    }

    public JobProgress Read()
    {
        lock (_gate)
        {
            if (_reported is not { } reported)
            {
                return new JobProgress(_step, _number, stepCount, Note: _note);
            }
            var rate = _rate.PerSecond(time.GetUtcNow(), reported.Done);
            return new JobProgress(
                _step, _number, stepCount, reported.Done, reported.Total, reported.Unit, rate, Left(reported.Done, reported.Total, rate), _note);
        }
    }

    private static TimeSpan? Left(long done, long? total, double? rate)
    {
        if (total is not { } all || rate is not > 0)
        {
            return null;
        }
        var seconds = Math.Max(0, all - done) / rate.Value;
        return seconds < LongestEstimate.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }
}
