using Pando.Model.Events;
using Pando.Model.Ports;

namespace Pando.Rest.Streams;

/// <summary>
/// A subscription that is being read, with the read that is under way. An enumerator must not be disposed while it
/// moves: this one first ends the move.
/// </summary>
internal sealed class EventFeed : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending;
    private readonly IAsyncEnumerator<PandoEvent> _events;

    /// <summary>Subscribes; when this returns, no event is missed.</summary>
    public EventFeed(IEvents events, long? after, CancellationToken cancellationToken)
    {
        _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _events = events.SubscribeAsync(after, _ending.Token).GetAsyncEnumerator(_ending.Token);
        Next = _events.MoveNextAsync().AsTask();
    }

    /// <summary>Done when there is a <see cref="Current"/>; false at the end.</summary>
    public Task<bool> Next { get; private set; }

    /// <summary>The event that <see cref="Next"/> told of.</summary>
    public PandoEvent Current => _events.Current;

    /// <summary>Asks for the one after.</summary>
    public void Advance() => Next = _events.MoveNextAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await ((Task)Next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await _events.DisposeAsync();
        _ending.Dispose();
    }
}
