using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pando.Domains;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Connections;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Events;
using Pando.Model.Ports;

namespace Pando.LibvirtServer.Events;

/// <summary>Tells clients in libvirt's terms what happens to machines: one reader of the engine's events for all of them.</summary>
internal sealed partial class DomainEventRelay : IAsyncDisposable
{
    private readonly IEvents _events;
    private readonly LifecycleEvents _lifecycle;
    private readonly MachineEvents _others;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentDictionary<int, Wish> _wishes = new();
    private readonly Task _reading;
    private int _last;

    public DomainEventRelay(IEvents events, IDomains domains, ILogger log)
    {
        (_events, _lifecycle, _others, _log) = (events, new LifecycleEvents(domains), new MachineEvents(domains), log);
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>A client wants to hear a kind of event, of one machine or of all; returns the number under which it hears it.</summary>
    public int Add(ClientSession session, VirDomainEventId kind, DomainId? machine)
    {
        var number = Interlocked.Increment(ref _last);
        _wishes[number] = new Wish(session, kind, machine);
        session.AtClose(() => _wishes.TryRemove(number, out _));
        return number;
    }

    /// <summary>It does not any more; false where it never did.</summary>
    public bool Remove(ClientSession session, int number) =>
        _wishes.TryGetValue(number, out var wish) && wish.Session == session && _wishes.TryRemove(number, out _);

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
        foreach (var (machine, kind, detail) in _lifecycle.Of(happened))
        {
            foreach (var (number, wish) in _wishes)
            {
                if (wish.Kind == VirDomainEventId.Lifecycle && (wish.Machine is null || wish.Machine.Value.Value == machine.Uuid))
                {
                    wish.Session.Send(
                        RemoteProgram.DomainEventCallbackLifecycle,
                        new DomainEventCallbackLifecycleMsg(number, new DomainEventLifecycleMsg(machine, (int)kind, detail)));
                }
            }
        }
        foreach (var (machine, kind, tell) in _others.Of(happened))
        {
            foreach (var (number, wish) in _wishes)
            {
                if (wish.Kind == kind && (wish.Machine is null || wish.Machine.Value.Value == machine))
                {
                    tell(wish.Session, number);
                }
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Events came faster than libvirt's clients could be told: some were not told")]
    private partial void Lagged();

    [LoggerMessage(Level = LogLevel.Error, Message = "An event could not be told to libvirt's clients")]
    private partial void Failed(Exception failure);

    /// <param name="Session">Who.</param>
    /// <param name="Kind">What.</param>
    /// <param name="Machine">Of which machine; null: of all.</param>
    private sealed record Wish(ClientSession Session, VirDomainEventId Kind, DomainId? Machine);
}
