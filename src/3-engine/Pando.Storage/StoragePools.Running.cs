using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.Pools;
using Pando.Model.Xml.Pools;
using Pando.Storage.PoolDrivers;
using Pando.Storage.Pools;

namespace Pando.Storage;

/// <summary>Pools in force: active or not, and the directories under them.</summary>
public sealed partial class StoragePools
{
    /// <summary>Makes a pool's volumes usable. Its directory must be there, unless it is built first.</summary>
    /// <exception cref="CallerException"><c>storage.pool-active</c>, <c>storage.pool-path-taken</c>, <c>storage.path-missing</c>…</exception>
    public async Task<PoolEntry> StartAsync(PoolId id, bool build, Caller by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(by);
        using var turn = await TakeTurnAsync(cancellationToken);
        var pool = Inactive(id);
        return await StartAsync(pool, KnownBy(id).View.Driver, pool.Asked!, build, by, cancellationToken);
    }

    /// <summary>Makes the volumes of a directory usable without storing a definition.</summary>
    /// <exception cref="CallerException">As of <see cref="DefineAsync"/> and <see cref="StartAsync(PoolId, bool, Caller, CancellationToken)"/>.</exception>
    public async Task<PoolEntry> CreateAsync(string xml, bool build, Caller by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(by);
        var definition = PoolXml.Read(xml);
        using var turn = await TakeTurnAsync(cancellationToken);
        if (_pools.GetValueOrDefault(definition.Id)?.Entry is { } known)
        {
            throw known.IsActive || known.Name != definition.Name
                ? new CallerException(ErrorCodes.Storage.PoolActive, ("pool", known.Name))
                : new CallerException(ErrorCodes.Storage.PoolNameTaken, ("pool", known.Name), ("uuid", known.Id.ToString()));
        }
        RefuseTaken(definition);
        var pool = new PoolEntry(definition.Id, definition.Name, null, 0, null, Autostart: false);
        return await StartAsync(pool, _services.Driver(definition), definition, build, by, cancellationToken);
    }

    /// <summary>Makes a pool's volumes unusable; nothing happens to them, and machines that have them open go on. A transient pool is gone then.</summary>
    /// <exception cref="CallerException"><c>storage.pool-not-active</c>.</exception>
    public async Task<PoolEntry> StopAsync(PoolId id, Caller by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(by);
        using var turn = await TakeTurnAsync(cancellationToken);
        var pool = KnownBy(id).Entry;
        if (!pool.IsActive)
        {
            throw new CallerException(ErrorCodes.Storage.PoolNotActive, ("pool", pool.Name));
        }
        _active.Delete(id);
        if (pool.IsPersistent)
        {
            Publish(pool with { Live = null });
        }
        else
        {
            _pools.TryRemove(id, out _);
        }
        Tell("pool.stopped", pool, by);
        return pool.IsPersistent ? pool with { Live = null } : pool;
    }

    /// <summary>Makes a pool's directory, with those above it; one that is there is given the permissions that are asked for.</summary>
    /// <exception cref="CallerException"><c>storage.pool-active</c>…</exception>
    public async Task<PoolEntry> BuildAsync(PoolId id, Caller by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(by);
        using var turn = await TakeTurnAsync(cancellationToken);
        var pool = Inactive(id);
        await KnownBy(id).View.Driver.BuildAsync(cancellationToken);
        Tell("pool.built", pool, by);
        return pool;
    }

    /// <summary>Removes a pool's directory, which must be empty; its definition stays.</summary>
    /// <exception cref="CallerException"><c>storage.pool-active</c>, <c>storage.pool-not-empty</c>.</exception>
    public async Task<PoolEntry> DeleteAsync(PoolId id, Caller by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(by);
        using var turn = await TakeTurnAsync(cancellationToken);
        var pool = Inactive(id);
        await KnownBy(id).View.Driver.RemoveAsync(cancellationToken);
        Tell("pool.deleted", pool, by);
        return pool;
    }

    private async Task<PoolEntry> StartAsync(
        PoolEntry pool, IPoolDriver driver, PoolDefinition definition, bool build, Caller by, CancellationToken cancellationToken)
    {
        if (build)
        {
            await driver.BuildAsync(cancellationToken);
        }
        await RefuseSharedAsync(definition, await driver.ProbeAsync(cancellationToken), cancellationToken);
        _active.Write(definition);
        var started = Publish(pool with { Live = definition });
        if (build)
        {
            Tell("pool.built", started, by);
        }
        Tell("pool.started", started, by);
        return started;
    }

    /// <summary>Two paths may lead to one directory: two pools would then give away each other's names.</summary>
    private async Task RefuseSharedAsync(PoolDefinition definition, DirectoryIdentity directory, CancellationToken cancellationToken)
    {
        foreach (var other in All().Where(pool => pool.Entry.IsActive && pool.Entry.Id != definition.Id))
        {
            if (await TryIdentityAsync(other.View.Driver, cancellationToken) == directory)
            {
                throw new CallerException(ErrorCodes.Storage.PoolPathTaken, ("path", definition.Path), ("pool", other.Entry.Name));
            }
        }
    }

    private static async Task<DirectoryIdentity?> TryIdentityAsync(IPoolDriver driver, CancellationToken cancellationToken)
    {
        try
        {
            return await driver.ProbeAsync(cancellationToken);
        }
        catch (PandoException)
        {
            // That one cannot be looked at now: it says so itself.
            return null;
        }
    }
}
