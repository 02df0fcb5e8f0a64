using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Connections;
using Pando.LibvirtServer.Procedures;
using Pando.Model.Errors;
using Pando.Model.Events;
using Pando.Model.Ports;
using Pando.Secrets;

namespace Pando.LibvirtServer.Events;

/// <summary>Tells clients in libvirt's terms what happens to networks and secrets: one reader of the engine's events for all of them.</summary>
internal sealed partial class ThingEventRelay : IAsyncDisposable
{
    private readonly IEvents _events;
    private readonly SecretStore _secrets;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentDictionary<int, Wish> _wishes = new();

    // One that is gone can be told of only by who knew it before.
    private readonly ConcurrentDictionary<Guid, RemoteSecret> _known = new();
    private readonly Task _reading;
    private int _last;

    public ThingEventRelay(IEvents events, SecretStore secrets, ILogger log)
    {
        (_events, _secrets, _log) = (events, secrets, log);
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>A client wants to hear a kind of event, of one thing or of all; returns the number under which it hears it.</summary>
    public int Add(ClientSession session, ThingEvent kind, Guid? thing)
    {
        if (kind != ThingEvent.NetworkLifecycle)
        {
            foreach (var view in _secrets.List())
            {
                _known[view.Definition.Id] = SecretProcedures.Of(view.Definition);
            }
        }
        var number = Interlocked.Increment(ref _last);
        _wishes[number] = new Wish(session, kind, thing);
        session.AtClose(() => _wishes.TryRemove(number, out _));
        return number;
    }

    /// <summary>It does not any more; false where it never did.</summary>
    public bool Remove(ClientSession session, int number, params ReadOnlySpan<ThingEvent> kinds) =>
        _wishes.TryGetValue(number, out var wish) && wish.Session == session && kinds.Contains(wish.Kind) && _wishes.TryRemove(number, out _);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _reading;
        _ending.Dispose();
    }

    private async Task ReadAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                await foreach (var happened in _events.SubscribeAsync(null, _ending.Token))
                {
                    TryTell(happened);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (CallerException e) when (e.Code == ErrorCodes.Event.Lagged)
            {
                Lagged();
            }
        }
    }

    /// <summary>A mistake of ours costs one event, and none that come after it.</summary>
    private void TryTell(PandoEvent happened)
    {
        try
        {
            Tell(happened);
        }
        catch (Exception e)
        {
            Failed(e);
        }
    }

    private void Tell(PandoEvent happened)
    {
        if (_wishes.IsEmpty || !Guid.TryParse(happened.Subject, out var id))
        {
            return;
        }
        if (Lifecycle(happened.Type) is { } network && happened.Data.GetValueOrDefault("name") is { } name)
        {
            var remote = new RemoteNetwork(name, id);
            Send(ThingEvent.NetworkLifecycle, id, (session, number) =>
                session.Send(RemoteProgram.NetworkEventLifecycle, new NetworkEventLifecycleMsg(number, remote, (int)network, 0)));
        }
        else if (happened.Type is "secret.defined" or "secret.undefined" && Secret(id) is { } secret)
        {
            var kind = happened.Type == "secret.defined" ? VirSecretEventLifecycleType.Defined : VirSecretEventLifecycleType.Undefined;
            Send(ThingEvent.SecretLifecycle, id, (session, number) =>
                session.Send(RemoteProgram.SecretEventLifecycle, new SecretEventLifecycleMsg(number, secret, (int)kind, 0)));
        }
        else if (happened.Type == "secret.value-changed" && Secret(id) is { } changed)
        {
            Send(ThingEvent.SecretValue, id, (session, number) =>
                session.Send(RemoteProgram.SecretEventValueChanged, new SecretEventValueChangedMsg(number, changed)));
        }
    }

    // A change of a network that runs is none of libvirt's events.
    private static VirNetworkEventLifecycleType? Lifecycle(string type) => type switch
    {
        "network.defined" or "network.restored" => VirNetworkEventLifecycleType.Defined,
        "network.undefined" => VirNetworkEventLifecycleType.Undefined,
        "network.started" => VirNetworkEventLifecycleType.Started,
        "network.stopped" => VirNetworkEventLifecycleType.Stopped,
        _ => null,
    };

    /// <summary>One that is there as it is now, one that is gone as it was.</summary>
    private RemoteSecret? Secret(Guid id)
    {
        if (_secrets.List().FirstOrDefault(view => view.Definition.Id == id) is { } view)
        {
            _known[id] = SecretProcedures.Of(view.Definition);
            return _known[id];
        }
        return _known.TryRemove(id, out var gone) ? gone : new RemoteSecret(id, (int)VirSecretUsageType.None, "");
    }

    private void Send(ThingEvent kind, Guid thing, Action<ClientSession, int> send)
    {
        foreach (var (number, wish) in _wishes)
        {
            if (wish.Kind == kind && (wish.Thing is null || wish.Thing == thing))
            {
                send(wish.Session, number);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Events of networks and secrets came faster than libvirt's clients could be told: some were not told")]
    private partial void Lagged();

    [LoggerMessage(Level = LogLevel.Error, Message = "An event of a network or a secret could not be told to libvirt's clients")]
    private partial void Failed(Exception failure);

    /// <param name="Session">Who.</param>
    /// <param name="Kind">What.</param>
    /// <param name="Thing">Of which network or secret; null: of all.</param>
    private sealed record Wish(ClientSession Session, ThingEvent Kind, Guid? Thing);
}

/// <summary>What clients can hear of besides machines.</summary>
internal enum ThingEvent
{
    /// <summary>Networks come, go, start and stop.</summary>
    NetworkLifecycle,

    /// <summary>Secrets come and go.</summary>
    SecretLifecycle,

    /// <summary>Secrets have other values.</summary>
    SecretValue,
}
