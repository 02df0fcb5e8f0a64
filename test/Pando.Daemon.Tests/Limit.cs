namespace Pando.Daemon.Tests;

/// <summary>How long a test waits for what happens at once: long enough for a loaded machine.</summary>
internal static class Limit
{
    public static readonly TimeSpan Short = TimeSpan.FromSeconds(30);

    public static CancellationToken Token() => new CancellationTokenSource(Short).Token;
}
