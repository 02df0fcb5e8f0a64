namespace Pando.Networks.Attachments;

/// <summary>
/// Which card of a network is free shows by the macvtaps that are there. So whoever chooses one does it alone until theirs is made: two that
/// start at one moment would choose the same. Nothing is kept of it, and so nothing is left of it by a daemon that is killed in between.
/// </summary>
internal static class CardChoice
{
    // Whoever chooses, and of which network: the cards are the host's.
    private static readonly SemaphoreSlim Turn = new(1, 1);

    /// <summary>Does something alone where a card is chosen in it; at once where none is.</summary>
    public static async ValueTask<T> AloneAsync<T>(bool chooses, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (!chooses)
        {
            return await work();
        }
        await Turn.WaitAsync(cancellationToken);
        try
        {
            return await work();
        }
        finally
        {
            Turn.Release();
        }
    }
}
