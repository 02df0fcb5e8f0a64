namespace Pando.State.Tests;

/// <summary>A clock that goes on by a second each time it is asked, so that all times differ.</summary>
internal sealed class FakeTime : TimeProvider
{
    private long _seconds;

    public static DateTimeOffset Start { get; } = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Start + TimeSpan.FromSeconds(Interlocked.Increment(ref _seconds));
}
