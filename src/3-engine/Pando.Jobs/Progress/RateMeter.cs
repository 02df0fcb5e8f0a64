namespace Pando.Jobs.Progress;

/// <summary>
/// How fast something grows, over the last ten seconds: long enough not to flicker, short enough to notice a stall.
/// </summary>
internal sealed class RateMeter
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(250);

    /// <summary>A rate from less time than this says nothing.</summary>
    private static readonly TimeSpan LeastTime = TimeSpan.FromMilliseconds(500);

    private readonly Queue<(DateTimeOffset At, long Done)> _samples = new();
    private (DateTimeOffset At, long Done) _newest;

    public void Add(DateTimeOffset at, long done)
    {
        if (_samples.Count > 0 && done < _newest.Done)
        {
            // It began anew: another part, or a retry.
            _samples.Clear();
        }
        if (_samples.Count == 0 || at - _newest.At >= Spacing)
        {
            _samples.Enqueue((at, done));
            _newest = (at, done);
        }
        Forget(at);
    }

    /// <summary>Units a second, or null where it is too early to say.</summary>
    public double? PerSecond(DateTimeOffset now, long done)
    {
        Forget(now);
        if (!_samples.TryPeek(out var oldest) || now - oldest.At < LeastTime)
        {
            return null;
        }
        return (done - oldest.Done) / (now - oldest.At).TotalSeconds;
    }

    /// <summary>Drops what is older than the window, but keeps one sample to measure from.</summary>
    private void Forget(DateTimeOffset now)
    {
        while (_samples.Count > 1 && now - _samples.Peek().At > Window)
        {
            _samples.Dequeue();
        }
    }
}
