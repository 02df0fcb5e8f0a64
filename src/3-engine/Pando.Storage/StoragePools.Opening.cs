using Microsoft.Extensions.Logging;
using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.Pools;
using Pando.Model.Ports;
using Pando.Model.Xml.Pools;
using Pando.Storage.Pools;

namespace Pando.Storage;

/// <summary>What happens when the daemon starts: definitions are read, active pools taken up, others started.</summary>
public sealed partial class StoragePools
{
    private const string DefaultName = "default";

    // As it was made before it had a definition: what is in it is for the daemon alone.
    private const UnixFileMode DefaultMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>
    /// Reads all definitions and takes up every pool that is active; after another boot, those that start with the host are
    /// started. One that cannot be had now stops no other: it says itself what is wrong with it.
    /// </summary>
    internal async Task OpenAsync(CancellationToken cancellationToken)
    {
        foreach (var left in await _services.History.ListTrashAsync(Sort, cancellationToken))
        {
            // A daemon died between the two halves of an undefine.
            await _services.History.PurgeAsync(Sort, left.TrashId, cancellationToken);
        }
        var isNewBoot = !_active.IsOfThisBoot();
        if (isNewBoot)
        {
            _active.BeginBoot();
        }
        var active = _active.ReadAll().ToDictionary(static live => live.Id);
        foreach (var stored in await _services.History.LoadAllAsync(Sort, cancellationToken))
        {
            OpenOne(stored, active.GetValueOrDefault(new PoolId(stored.Id)));
        }
        foreach (var live in active.Values.Where(live => !_pools.ContainsKey(live.Id)))
        {
            Publish(new PoolEntry(live.Id, live.Name, null, 0, live, Autostart: false));
        }
        await MakeDefaultAsync(cancellationToken);
        if (TryKnown(DefaultName) is { Entry: { Autostart: true } or { IsActive: true } } pool && pool.Entry.Definition.Path == _services.Settings.Paths.DefaultPool)
        {
            await BuildDefaultAsync(pool, cancellationToken);
        }
        if (isNewBoot)
        {
            await Task.WhenAll(List().Where(static pool => pool is { Autostart: true, IsActive: false }).Select(pool => AutostartAsync(pool, cancellationToken)));
        }
    }

    private void OpenOne(StoredDefinition stored, PoolDefinition? live)
    {
        try
        {
            var definition = PoolXml.Read(stored.Text);
            Publish(new PoolEntry(definition.Id, definition.Name, definition, stored.Version, live, Autostart(stored)));
        }
        catch (CallerException e)
        {
            // Written by a later version, or damaged by hand: the others are not to suffer, and nothing is thrown away.
            LogUnreadable(e, stored.Name);
        }
    }

    /// <summary>The pool <c>default</c>, made once in the life of a host. Whoever removes it afterwards is not given another one.</summary>
    private async Task MakeDefaultAsync(CancellationToken cancellationToken)
    {
        var mark = Path.Combine(_services.Settings.Paths.Lib, "default-pool-made");
        if (File.Exists(mark))
        {
            return;
        }
        if (Find(DefaultName) is null)
        {
            var definition = new PoolDefinition
            {
                Id = PoolId.New(),
                Name = DefaultName,
                Path = _services.Settings.Paths.DefaultPool,
                Permissions = new FilePermissions { Mode = DefaultMode },
            };
            var pool = await StoreAsync(definition, null, Caller.Daemon, "define", cancellationToken);
            await SetAutostartAsync(pool.Id, autostart: true, cancellationToken);
            await BuildDefaultAsync(KnownBy(DefaultName), cancellationToken);
            await AutostartAsync(Entry(DefaultName), cancellationToken);
        }
        Directory.CreateDirectory(_services.Settings.Paths.Lib);
        await File.WriteAllTextAsync(mark, string.Empty, cancellationToken);
    }

    /// <summary>The one directory that is the daemon's own: it is made again where it is gone. One that is there stays as it is.</summary>
    private async Task BuildDefaultAsync(Known pool, CancellationToken cancellationToken)
    {
        try
        {
            await pool.View.Driver.ProbeAsync(cancellationToken);
        }
        catch (CallerException gone) when (gone.Code == ErrorCodes.Storage.PathMissing)
        {
            await TryAsync(pool.Entry, pool.View.Driver.BuildAsync(cancellationToken));
        }
        catch (PandoException e)
        {
            LogUnavailable(e, pool.Entry.Name, pool.Entry.Definition.Path);
        }
    }

    private async Task AutostartAsync(PoolEntry pool, CancellationToken cancellationToken)
    {
        var driver = KnownBy(pool.Id).View.Driver;
        await TryAsync(pool, driver.ProbeAsync(cancellationToken));
        // Also where that failed: its mount may come later, and every look tells until then.
        _active.Write(pool.Asked!);
        Tell("pool.started", Publish(pool with { Live = pool.Asked }), Caller.Daemon);
    }

    private async Task TryAsync(PoolEntry pool, Task work)
    {
        try
        {
            await work;
        }
        catch (PandoException e)
        {
            LogUnavailable(e, pool.Name, pool.Definition.Path);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The stored definition of pool {Pool} cannot be read; it is left as it is")]
    private partial void LogUnreadable(Exception failure, string pool);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Pool {Pool} cannot be used now: {Path}")]
    private partial void LogUnavailable(Exception failure, string pool, string path);
}
