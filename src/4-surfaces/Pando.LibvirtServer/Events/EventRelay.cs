using Microsoft.Extensions.Logging;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Connections;
using Pando.Model.Errors;
using Pando.Model.Events;
using Pando.Model.Ports;

namespace Pando.LibvirtServer.Events;

/// <summary>Tells clients in libvirt's words what happens: one reader of the engine's events for all of them.</summary>
internal sealed partial class EventRelay : IAsyncDisposable
{
    /// <summary>How many kinds of events of how many things one client may ask for: far more than any program has been seen to.</summary>
    public const int MostWishes = 4096;

    private readonly IEvents _events;
    private readonly IReadOnlyList<Func<PandoEvent, IEnumerable<Told>>> _words;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<ClientSession, Dictionary<int, EventWish>> _wishes = [];
    private readonly Task _reading;
    private int _last;

    /// <param name="events">What the engine tells.</param>
    /// <param name="words">What libvirt's words for it are, by kinds of things.</param>
    /// <param name="log">For what could not be told.</param>
    public EventRelay(IEvents events, IReadOnlyList<Func<PandoEvent, IEnumerable<Told>>> words, ILogger log)
    {
        (_events, _words, _log) = (events, words, log);
        // What happens from here on is heard, and not only what happens once the reader runs.
        var happening = _events.SubscribeAsync(null, _ending.Token);
        _reading = Task.Run(() => ReadAsync(happening));
    }

    /// <summary>How many clients want to hear something, or did.</summary>
    public int Clients
    {
        get
        {
            lock (_lock)
            {
                return _wishes.Count;
            }
        }
    }

    /// <summary>A client wants to hear something; returns the number under which it hears it.</summary>
    public int Add(ClientSession session, EventWish wish)
    {
        var isFirst = false;
        int number;
        lock (_lock)
        {
            if (!_wishes.TryGetValue(session, out var own))
            {
                _wishes[session] = own = [];
                isFirst = true;
            }
            if (own.Count >= MostWishes)
            {
                throw new LibvirtRefusal(LibvirtErrorNumber.OperationInvalid, LibvirtErrorDomain.Rpc, $"more than {MostWishes} event callbacks");
            }
            number = ++_last;
            own[number] = wish;
        }
        if (isFirst)
        {
            session.AtClose(() => Forget(session));
        }
        return number;
    }

    /// <summary>It does not any more; false where under this number it heard of no such things.</summary>
    public bool Remove<TKind>(ClientSession session, int number)
        where TKind : struct, Enum
    {
        lock (_lock)
        {
            return _wishes.TryGetValue(session, out var own) && own.TryGetValue(number, out var wish)
                && wish is { Kind: TKind, Unnumbered: false } && own.Remove(number);
        }
    }

    /// <summary>Whether it hears of a kind without a number.</summary>
    public bool HearsUnnumbered(ClientSession session, Enum kind)
    {
        lock (_lock)
        {
            return Unnumbered(session, kind) is not null;
        }
    }

    /// <summary>It does not hear of a kind without a number any more; false where it did not.</summary>
    public bool RemoveUnnumbered(ClientSession session, Enum kind)
    {
        lock (_lock)
        {
            return Unnumbered(session, kind) is { } number && _wishes[session].Remove(number);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _reading;
        _ending.Dispose();
    }

    private int? Unnumbered(ClientSession session, Enum kind) =>
        _wishes.TryGetValue(session, out var own)
            ? own.Where(one => one.Value.Unnumbered && one.Value.Kind.Equals(kind)).Select(one => (int?)one.Key).FirstOrDefault()
            : null;

    private void Forget(ClientSession session)
    {
        lock (_lock)
        {
            _wishes.Remove(session);
        }
    }

    private async Task ReadAsync(IAsyncEnumerable<PandoEvent> happening)
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                await foreach (var happened in happening)
                {
                    foreach (var words in _words)
                    {
                        TryTell(happened, words);
                    }
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (CallerException e) when (e.Code == ErrorCodes.Event.Lagged)
            {
                Lagged();
                happening = _events.SubscribeAsync(null, _ending.Token);
            }
        }
    }

    /// <summary>A mistake of ours costs one event, and none that come after it.</summary>
    private void TryTell(PandoEvent happened, Func<PandoEvent, IEnumerable<Told>> words)
    {
        try
        {
            // Put into words also where nobody listens: some words depend on what was before.
            foreach (var told in words(happened))
            {
                foreach (var (session, number, wish) in WhoWants(told))
                {
                    wish.Tell(told, session, number);
                }
            }
        }
        catch (Exception e)
        {
            Failed(e, happened.Type);
        }
    }

    private List<(ClientSession Session, int Number, EventWish Wish)> WhoWants(Told told)
    {
        lock (_lock)
        {
            return [.. _wishes.SelectMany(client => client.Value.Where(one => one.Value.Wants(told)).Select(one => (client.Key, one.Key, one.Value)))];
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Events came faster than libvirt's clients could be told: some were not told")]
    private partial void Lagged();

    [LoggerMessage(Level = LogLevel.Error, Message = "The event {Type} could not be told to libvirt's clients")]
    private partial void Failed(Exception failure, string type);
}
