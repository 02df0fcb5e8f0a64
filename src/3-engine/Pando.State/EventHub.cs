using System.Runtime.CompilerServices;
using Pando.Model.Errors;
using Pando.Model.Events;
using Pando.Model.Ports;

namespace Pando.State;

/// <summary>
/// The last few thousand events in a ring. A subscriber is a place in the ring and nothing else: however slow it is,
/// it costs no memory, and once the ring has passed its place it is told that it lags.
/// </summary>
public sealed class EventHub : IEvents
{
    /// <summary>So many events a subscriber may be behind.</summary>
    public const int DefaultCapacity = 4096;

    private const int AtOnce = 128;

    private readonly TimeProvider _time;
    private readonly PandoEvent[] _ring;
    private readonly Lock _gate = new();

    /// <summary>The sequence of the last event.</summary>
    private long _last;

    /// <summary>Ends with the next event, and is then replaced by a new one.</summary>
    private TaskCompletionSource _published = NewSignal();

    /// <summary>Makes one that has told nothing yet.</summary>
    public EventHub(TimeProvider time, int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        (_time, _ring) = (time, new PandoEvent[capacity]);
    }

    /// <inheritdoc/>
    public void Publish(string type, string subject, params ReadOnlySpan<(string Name, string Value)> data)
    {
        var facts = new Dictionary<string, string>(data.Length, StringComparer.Ordinal);
        foreach (var (name, value) in data)
        {
            facts[name] = value;
        }
        TaskCompletionSource published;
        lock (_gate)
        {
            _last++;
            _ring[_last % _ring.Length] = new PandoEvent(_last, _time.GetUtcNow(), type, subject, facts);
            (published, _published) = (_published, NewSignal());
        }
        published.SetResult();
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<PandoEvent> SubscribeAsync(long? after, CancellationToken cancellationToken = default)
    {
        // From now on means from this call on, not from the first read.
        lock (_gate)
        {
            return ReadAsync(after ?? _last, cancellationToken);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async IAsyncEnumerable<PandoEvent> ReadAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var read = new List<PandoEvent>(AtOnce);
        while (true)
        {
            var published = Take(after, read);
            foreach (var told in read)
            {
                after = told.Sequence;
                yield return told;
            }
            if (read.Count == 0)
            {
                await published.WaitAsync(cancellationToken);
            }
            cancellationToken.ThrowIfCancellationRequested();
            read.Clear();
        }
    }

    /// <summary>Copies what follows, and answers what to wait for when that is nothing.</summary>
    private Task Take(long after, List<PandoEvent> read)
    {
        lock (_gate)
        {
            var oldest = Math.Max(1, _last - _ring.Length + 1);
            // A number from the future is one of a daemon that ran before: what was missed cannot be known.
            if (after < oldest - 1 || after > _last)
            {
                throw new CallerException(ErrorCodes.Event.Lagged, ("after", $"{after}"), ("oldest", $"{oldest}"));
            }
            for (var sequence = after + 1; sequence <= _last && read.Count < AtOnce; sequence++)
            {
                read.Add(_ring[sequence % _ring.Length]);
            }
            return _published.Task;
        }
    }
}
