namespace Pando.GuestAgent;

/// <summary>The limits of one call, one after the other, and its caller's own wish to end it.</summary>
internal sealed class Patience(TimeProvider time, CancellationToken caller) : IDisposable
{
    private CancellationTokenSource? _expiry;
    private CancellationTokenSource? _either;

    /// <summary>Ends with the limit that was begun last, or with the caller.</summary>
    public CancellationToken Token => _either!.Token;

    /// <summary>The limit that was begun last.</summary>
    public TimeSpan Limit { get; private set; }

    public void Begin(TimeSpan limit)
    {
        Dispose();
        Limit = limit;
        _expiry = new CancellationTokenSource(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_expiry.Token, caller);
    }

    public void Dispose()
    {
        _either?.Dispose();
        _expiry?.Dispose();
    }
}
