using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.Pools;
using Pando.Model.Ports;
using Pando.Model.State;
using Pando.Model.Xml.Pools;
using Pando.Storage.Pools;

namespace Pando.Storage;

/// <summary>What is stored of pools.</summary>
public sealed partial class StoragePools
{
    /// <summary>Stores a definition (libvirt's pool XML): a new pool, or a new version of one that is there. A pool that is active stays as it is until it is started again.</summary>
    /// <exception cref="CallerException"><c>definition.…</c>, <c>storage.pool-name-taken</c>, <c>storage.pool-uuid-taken</c>, <c>storage.pool-path-taken</c>, <c>storage.pool-changed-meanwhile</c>.</exception>
    public async Task<PoolEntry> DefineAsync(
        string xml, int? expectedVersion, Caller by, string change = "define", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(by);
        var definition = PoolXml.Read(xml);
        using var turn = await TakeTurnAsync(cancellationToken);
        return await StoreAsync(definition, expectedVersion, by, change, cancellationToken);
    }

    /// <summary>Forgets a definition for good. Its directory and what is in it stay as they are.</summary>
    /// <exception cref="CallerException"><c>storage.pool-active</c>, <c>storage.pool-changed-meanwhile</c>.</exception>
    public async Task UndefineAsync(PoolId id, int? expectedVersion, Caller by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(by);
        using var turn = await TakeTurnAsync(cancellationToken);
        var pool = Inactive(id);
        var trashId = Guid.NewGuid().ToString("N")[..12];
        try
        {
            await _services.History.TrashAsync(Sort, id.Value, trashId, by, [], expectedVersion, cancellationToken);
        }
        catch (CallerException e) when (e.Code == ErrorCodes.State.Conflict)
        {
            throw new CallerException(ErrorCodes.Storage.PoolChangedMeanwhile, e, ("pool", pool.Name));
        }
        _pools.TryRemove(id, out _);
        // A name and a path are written again sooner than looked for in a trash.
        await _services.History.PurgeAsync(Sort, trashId, CancellationToken.None);
        Tell("pool.undefined", pool, by);
    }

    /// <summary>Says whether a pool starts with the host.</summary>
    /// <exception cref="CallerException"><c>storage.pool-is-transient</c>.</exception>
    public async Task<PoolEntry> SetAutostartAsync(PoolId id, bool autostart, CancellationToken cancellationToken = default)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        var pool = KnownBy(id).Entry;
        if (!pool.IsPersistent)
        {
            throw new CallerException(ErrorCodes.Storage.PoolIsTransient, ("pool", pool.Name));
        }
        await _services.History.SetFactsAsync(
            Sort, id.Value, new Dictionary<string, string>(StringComparer.Ordinal) { [AutostartKey] = autostart ? "yes" : "no" }, cancellationToken);
        return Publish(pool with { Autostart = autostart });
    }

    /// <summary>All versions of a definition, oldest first.</summary>
    public async Task<IReadOnlyList<DefinitionVersion>> VersionsAsync(PoolId id, CancellationToken cancellationToken = default)
    {
        _ = KnownBy(id);
        return await _services.History.VersionsAsync(Sort, id.Value, cancellationToken);
    }

    private async Task<PoolEntry> StoreAsync(PoolDefinition definition, int? expectedVersion, Caller by, string change, CancellationToken cancellationToken)
    {
        RefuseTaken(definition);
        StoredDefinition stored;
        try
        {
            stored = await _services.History.PutAsync(
                Sort, new DefinitionChange(definition.Id.Value, definition.Name, PoolXml.Write(definition), change, by), expectedVersion, cancellationToken);
        }
        catch (CallerException e) when (e.Code == ErrorCodes.State.Conflict)
        {
            throw new CallerException(ErrorCodes.Storage.PoolChangedMeanwhile, e, ("pool", definition.Name));
        }
        var live = _pools.GetValueOrDefault(definition.Id)?.Entry.Live;
        var pool = Publish(new PoolEntry(definition.Id, definition.Name, definition, stored.Version, live, Autostart(stored)));
        Tell("pool.defined", pool, by);
        return pool;
    }

    /// <summary>Refuses what another pool has, before anything has changed.</summary>
    private void RefuseTaken(PoolDefinition definition)
    {
        var others = _pools.Values.Select(static pool => pool.Entry).Where(pool => pool.Id != definition.Id).ToArray();
        if (Array.Find(others, pool => pool.Name == definition.Name) is { } named)
        {
            throw new CallerException(ErrorCodes.Storage.PoolNameTaken, ("pool", named.Name), ("uuid", named.Id.ToString()));
        }
        if (_pools.TryGetValue(definition.Id, out var same) && same.Entry.Name != definition.Name)
        {
            throw new CallerException(ErrorCodes.Storage.PoolUuidTaken, ("uuid", definition.Id.ToString()), ("pool", same.Entry.Name));
        }
        if (Array.Find(others, pool => pool.Live?.Path == definition.Path || pool.Asked?.Path == definition.Path) is { } there)
        {
            throw new CallerException(ErrorCodes.Storage.PoolPathTaken, ("path", definition.Path), ("pool", there.Name));
        }
    }

    private static bool Autostart(StoredDefinition stored) => stored.Facts.GetValueOrDefault(AutostartKey) == "yes";

    private PoolEntry Inactive(PoolId id) => KnownBy(id).Entry is { IsActive: false } pool
        ? pool
        : throw new CallerException(ErrorCodes.Storage.PoolActive, ("pool", KnownBy(id).Entry.Name));
}
