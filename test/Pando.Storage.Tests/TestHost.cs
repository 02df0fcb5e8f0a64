using Pando.Jobs;
using Pando.Linux.Spawn;
using Pando.Linux.Users;
using Pando.Model;
using Pando.State;

namespace Pando.Storage.Tests;

/// <summary>A storage of its own in a folder of its own, with the real store and the real jobs; removed with it.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly SqliteStore _store;
    private readonly SqliteStore _journal;
    private readonly bool _ownsRoot;

    private TestHost(string root, bool ownsRoot, SqliteStore store, SqliteStore journal, IJobFaults? faults, Func<StorageSettings, StorageSettings>? adjust)
    {
        Root = root;
        _ownsRoot = ownsRoot;
        _store = store;
        _journal = journal;
        Paths = InstancePaths.Under(root);
        Events = new EventHub(TimeProvider.System);
        Jobs = new JobRunner(journal, Events, TimeProvider.System, faults: faults);
        var settings = new StorageSettings(Paths) { QemuUser = UnprivilegedUser };
        Storage = new LocalStorage(adjust?.Invoke(settings) ?? settings, store, new DefinitionHistory(store, TimeProvider.System), Jobs, Events, TimeProvider.System);
    }

    /// <summary>As root, programs run as nobody, as they do on a host; else as ourselves.</summary>
    public static RunAs? UnprivilegedUser => UserDatabase.EffectiveUid == 0 ? new RunAs(65534, 65534) : null;

    public static Caller Tester { get; } = new("tester");

    public string Root { get; }

    public InstancePaths Paths { get; }

    public EventHub Events { get; }

    public JobRunner Jobs { get; }

    public LocalStorage Storage { get; }

    /// <summary>Starts one, in a new folder or in one that another host left.</summary>
    public static async Task<TestHost> StartAsync(
        string? root = null, IJobFaults? faults = null, Func<StorageSettings, StorageSettings>? adjust = null)
    {
        var own = root ?? Directory.CreateTempSubdirectory("pando-storage-").FullName;
        var paths = InstancePaths.Under(own);
        Directory.CreateDirectory(paths.Lib);
        var host = new TestHost(
            own, root is null, await SqliteStore.OpenAsync(paths.StateDatabase), await SqliteStore.OpenAsync(paths.JournalDatabase), faults, adjust);
        await host.Storage.StartAsync();
        await host.Jobs.RecoverAsync();
        await host.Storage.TidyAsync();
        return host;
    }

    /// <summary>Where a volume of the default pool is.</summary>
    public string Volume(string name) => Path.Join(Paths.DefaultPool, name);

    /// <summary>Everything in the pool, hidden names too.</summary>
    public IReadOnlyList<string> PoolEntries() => Entries(Paths.DefaultPool);

    /// <summary>Everything in the image store, hidden names too.</summary>
    public IReadOnlyList<string> ImageEntries() => Entries(Paths.ImageStore);

    /// <summary>Everything that jobs left on the way.</summary>
    public IReadOnlyList<string> WorkEntries() => Entries(Path.Join(Paths.Cache, "work"));

    public async ValueTask DisposeAsync()
    {
        await Jobs.DisposeAsync();
        Storage.Dispose();
        await _store.DisposeAsync();
        await _journal.DisposeAsync();
        if (_ownsRoot)
        {
            Directory.Delete(Root, recursive: true);
        }
    }

    private static IReadOnlyList<string> Entries(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal)]
        : [];
}
