using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Connections;
using Pando.Model.Errors;
using Pando.Model.Events;
using Pando.Model.Pools;
using Pando.Model.Ports;

namespace Pando.LibvirtServer.Events;

/// <summary>Tells clients in libvirt's terms what happens to storage pools: one reader of the engine's events for all of them.</summary>
internal sealed partial class StoragePoolEventRelay : IAsyncDisposable
{
    private static readonly Dictionary<string, VirStoragePoolEventLifecycleType> Lifecycle = new(StringComparer.Ordinal)
    {
        ["pool.defined"] = VirStoragePoolEventLifecycleType.Defined,
        ["pool.undefined"] = VirStoragePoolEventLifecycleType.Undefined,
        ["pool.started"] = VirStoragePoolEventLifecycleType.Started,
        ["pool.stopped"] = VirStoragePoolEventLifecycleType.Stopped,
        ["pool.built"] = VirStoragePoolEventLifecycleType.Created,
        ["pool.deleted"] = VirStoragePoolEventLifecycleType.Deleted,
    };

    private readonly IEvents _events;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentDictionary<int, Wish> _wishes = new();
    private readonly Task _reading;
    private int _last;

    public StoragePoolEventRelay(IEvents events, ILogger log)
    {
        (_events, _log) = (events, log);
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>A client wants to hear a kind of event, of one pool or of all; returns the number under which it hears it.</summary>
    public int Add(ClientSession session, VirStoragePoolEventId kind, PoolId? pool)
    {
        var number = Interlocked.Increment(ref _last);
        _wishes[number] = new Wish(session, kind, pool);
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
        if (!happened.Type.StartsWith("pool.", StringComparison.Ordinal) || !PoolId.TryParse(happened.Subject, out var id)
            || happened.Data.GetValueOrDefault("name") is not { } name)
        {
            return;
        }
        var pool = new RemoteStoragePool(name, id.Value);
        foreach (var (number, wish) in _wishes.Where(wish => wish.Value.Pool is null || wish.Value.Pool == id))
        {
            if (wish.Kind == VirStoragePoolEventId.Refresh && happened.Type == "pool.refreshed")
            {
                wish.Session.Send(RemoteProgram.StoragePoolEventRefresh, new StoragePoolEventRefreshMsg(number, pool));
            }
            else if (wish.Kind == VirStoragePoolEventId.Lifecycle && Lifecycle.TryGetValue(happened.Type, out var kind))
            {
                wish.Session.Send(RemoteProgram.StoragePoolEventLifecycle, new StoragePoolEventLifecycleMsg(number, pool, (int)kind, 0));
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Events came faster than libvirt's clients could be told: some of storage pools were not told")]
    private partial void Lagged();

    [LoggerMessage(Level = LogLevel.Error, Message = "An event of a storage pool could not be told to libvirt's clients")]
    private partial void Failed(Exception failure);

    /// <param name="Session">Who.</param>
    /// <param name="Kind">What.</param>
    /// <param name="Pool">Of which pool; null: of all.</param>
    private sealed record Wish(ClientSession Session, VirStoragePoolEventId Kind, PoolId? Pool);
}
