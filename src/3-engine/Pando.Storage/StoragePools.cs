using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.Pools;
using Pando.Model.Xml.Pools;
using Pando.Storage.PoolDrivers;
using Pando.Storage.Pools;

namespace Pando.Storage;

/// <summary>
/// The pools of this host. Answers never wait for a pool that does not answer: they are then what was seen last, and say
/// since when that is. One thing is changed after the other: names and directories belong to all of them together.
/// </summary>
public sealed partial class StoragePools : IDisposable
{
    internal const string Sort = "pool";
    private const string AutostartKey = "autostart";

    private readonly ConcurrentDictionary<PoolId, Known> _pools = new();
    private readonly SemaphoreSlim _lane = new(1, 1);
    private readonly PoolServices _services;
    private readonly ActivePoolFiles _active;
    private readonly ILogger _log;

    internal StoragePools(PoolServices services) =>
        (_services, _active, _log) = (services, new ActivePoolFiles(services.Settings.Paths), services.Log);

    /// <summary>All pools, by name: what is asked for and in force, without a look at what is in them.</summary>
    public IReadOnlyList<PoolEntry> List() => [.. All().Select(static pool => pool.Entry)];

    /// <summary>One pool by its name or its uuid; null where there is none.</summary>
    public PoolEntry? Find(string nameOrId) => TryKnown(nameOrId)?.Entry;

    /// <summary>One pool by its name or its uuid.</summary>
    /// <exception cref="CallerException"><c>storage.pool-not-found</c>.</exception>
    public PoolEntry Entry(string nameOrId) => KnownBy(nameOrId).Entry;

    /// <summary>All pools, by name, as they were last seen.</summary>
    public async ValueTask<IReadOnlyList<PoolState>> ListAsync(CancellationToken cancellationToken = default) =>
        await Task.WhenAll(All().Select(pool => StateAsync(pool, cancellationToken)));

    /// <summary>One pool, as it was last seen.</summary>
    /// <exception cref="CallerException"><c>storage.pool-not-found</c>.</exception>
    public async ValueTask<PoolState> GetAsync(string name, CancellationToken cancellationToken = default) =>
        await StateAsync(KnownBy(name), cancellationToken);

    /// <summary>Looks at a pool anew, and waits for it as long as its file system may take.</summary>
    /// <exception cref="PeerException"><c>storage.not-answering</c>.</exception>
    /// <exception cref="CallerException"><c>storage.pool-not-active</c>.</exception>
    public async ValueTask<PoolState> RefreshAsync(string name, CancellationToken cancellationToken = default)
    {
        var view = View(name);
        await view.RefreshAsync(cancellationToken);
        var pool = KnownBy(name);
        _services.Events.Publish("pool.refreshed", pool.Entry.Id.ToString(), ("name", pool.Entry.Name));
        return await StateAsync(pool, cancellationToken);
    }

    /// <summary>Its definition as libvirt's pool XML, with how much it holds.</summary>
    /// <param name="nameOrId">Which.</param>
    /// <param name="inactive">What the next start uses, also while it is active.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<string> XmlAsync(string nameOrId, bool inactive, CancellationToken cancellationToken = default)
    {
        var pool = KnownBy(nameOrId);
        if (!pool.Entry.IsActive || (inactive && pool.Entry.IsPersistent))
        {
            return PoolXml.Write(pool.Entry.Asked!, PoolRoom.None);
        }
        var state = await pool.View.StateAsync(cancellationToken);
        var definition = pool.Entry.Definition;
        var room = state is { TotalBytes: { } total, AvailableBytes: { } free } ? new PoolRoom(total, total - free, free) : PoolRoom.None;
        return PoolXml.Write(
            state.Permissions is { } seen ? definition with { Permissions = seen with { Label = definition.Permissions.Label } } : definition, room);
    }

    /// <inheritdoc/>
    public void Dispose() => _lane.Dispose();

    /// <summary>Those that are active.</summary>
    internal IEnumerable<PoolView> Views => All().Where(static pool => pool.Entry.IsActive).Select(static pool => pool.View);

    /// <summary>Also of one that is not active.</summary>
    internal PoolView? TryView(string name) => TryKnown(name)?.View;

    internal PoolView View(string name) => KnownBy(name) is { Entry.IsActive: true } pool
        ? pool.View
        : throw new CallerException(ErrorCodes.Storage.PoolNotActive, ("pool", name));

    /// <summary>Whether a directory is that of a pool.</summary>
    internal bool IsPoolDirectory(string directory) =>
        _pools.Values.Any(pool => string.Equals(pool.Entry.Definition.Path, directory, StringComparison.Ordinal));

    private IEnumerable<Known> All() => _pools.Values.OrderBy(static pool => pool.Entry.Name, StringComparer.Ordinal);

    private Known? TryKnown(string nameOrId) =>
        _pools.Values.FirstOrDefault(pool => pool.Entry.Name == nameOrId)
        ?? (PoolId.TryParse(nameOrId, out var id) ? _pools.GetValueOrDefault(id) : null);

    private Known KnownBy(string nameOrId) => TryKnown(nameOrId) ?? throw new CallerException(ErrorCodes.Storage.PoolNotFound, ("pool", nameOrId));

    private Known KnownBy(PoolId id) => _pools.GetValueOrDefault(id) ?? throw new CallerException(ErrorCodes.Storage.PoolNotFound, ("pool", id.ToString()));

    private static async Task<PoolState> StateAsync(Known pool, CancellationToken cancellationToken)
    {
        var definition = pool.Entry.Definition;
        var state = pool.Entry.IsActive
            ? await pool.View.StateAsync(cancellationToken)
            : new PoolState(definition.Name, definition.Kind, definition.Path, null, null, null, null, null, null, null);
        return state with { Entry = pool.Entry };
    }

    /// <summary>Takes a pool's new state; what works in it stays where its definition does.</summary>
    private PoolEntry Publish(PoolEntry entry)
    {
        var view = _pools.GetValueOrDefault(entry.Id) is { } before && before.Entry.Definition == entry.Definition
            ? before.View
            : new PoolView(_services.Driver(entry.Definition), _services.Settings.FreshnessLimit, _services.Time);
        _pools[entry.Id] = new Known(entry, view);
        return entry;
    }

    private void Tell(string type, PoolEntry pool, Caller by) => _services.Events.Publish(type, pool.Id.ToString(), ("name", pool.Name), ("by", by.Name));

    private async Task<Turn> TakeTurnAsync(CancellationToken cancellationToken)
    {
        await _lane.WaitAsync(cancellationToken);
        return new Turn(_lane);
    }

    /// <param name="Entry">What is published of it.</param>
    /// <param name="View">What is known of what is in it.</param>
    private sealed record Known(PoolEntry Entry, PoolView View);

    private sealed class Turn(SemaphoreSlim lane) : IDisposable
    {
        public void Dispose() => lane.Release();
    }
}

/// <summary>A pool as it was last seen.</summary>
/// <param name="Name">Its name: <c>default</c>.</param>
/// <param name="Kind">Its kind: <c>dir</c>.</param>
/// <param name="Path">Where it is on the host.</param>
/// <param name="TotalBytes">The size of its file system; null where it was never seen.</param>
/// <param name="AvailableBytes">What is free of it.</param>
/// <param name="AllocationBytes">What its volumes take.</param>
/// <param name="VolumeCount">How many volumes it has.</param>
/// <param name="SeenAt">When it was last seen; null where it never was.</param>
/// <param name="NotAnsweringSince">Since when it does not answer; null while it does.</param>
/// <param name="Failure">Why the last look failed; null where it did not.</param>
public sealed record PoolState(
    string Name, string Kind, string Path, long? TotalBytes, long? AvailableBytes, long? AllocationBytes, int? VolumeCount,
    DateTimeOffset? SeenAt, DateTimeOffset? NotAnsweringSince, PandoException? Failure)
{
    /// <summary>What is asked for and in force; null in a look that knows only what is in it.</summary>
    public PoolEntry? Entry { get; init; }

    /// <summary>Whose its directory is; null where it was never seen.</summary>
    public FilePermissions? Permissions { get; init; }
}
