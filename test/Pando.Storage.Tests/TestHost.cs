using Pando.Linux.Spawn;
using Pando.Linux.Users;
using Pando.Model;

namespace Pando.Storage.Tests;

/// <summary>A storage of its own in a folder of its own, removed with it.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private TestHost(string root)
    {
        Root = root;
        Paths = InstancePaths.Under(root);
        Storage = new LocalStorage(new StorageSettings(Paths) { QemuUser = UnprivilegedUser }, TimeProvider.System);
    }

    /// <summary>As root, programs run as nobody, as they do on a host; else as ourselves.</summary>
    public static RunAs? UnprivilegedUser => UserDatabase.EffectiveUid == 0 ? new RunAs(65534, 65534) : null;

    public string Root { get; }

    public InstancePaths Paths { get; }

    public LocalStorage Storage { get; }

    public static async Task<TestHost> StartAsync()
    {
        var host = new TestHost(Directory.CreateTempSubdirectory("pando-storage-").FullName);
        await host.Storage.StartAsync();
        return host;
    }

    /// <summary>Where a volume of the default pool is.</summary>
    public string Volume(string name) => Path.Join(Paths.DefaultPool, name);

    /// <summary>Everything in the pool, hidden names too.</summary>
    public IReadOnlyList<string> PoolEntries() =>
        [.. Directory.EnumerateFileSystemEntries(Paths.DefaultPool, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Paths.DefaultPool, path)).Order(StringComparer.Ordinal)];

    public ValueTask DisposeAsync()
    {
        Storage.Dispose();
        Directory.Delete(Root, recursive: true);
        return ValueTask.CompletedTask;
    }
}
