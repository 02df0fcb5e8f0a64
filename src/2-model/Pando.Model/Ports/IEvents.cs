using Pando.Model.Events;

namespace Pando.Model.Ports;

/// <summary>
/// Events to everybody. Publishing never waits: a subscriber that does not read loses its place, and nobody else notices.
/// </summary>
public interface IEvents
{
    /// <summary>Tells everybody. Never blocks, never throws.</summary>
    void Publish(string type, string subject, params ReadOnlySpan<(string Name, string Value)> data);

    /// <summary>
    /// Events after <paramref name="after"/> (null: from now on), as they come. Ends with
    /// <c>event.lagged</c> (<see cref="Errors.CallerException"/>) when the reader was too slow or the events it
    /// wants are no longer kept.
    /// </summary>
    IAsyncEnumerable<PandoEvent> SubscribeAsync(long? after, CancellationToken cancellationToken = default);
}
