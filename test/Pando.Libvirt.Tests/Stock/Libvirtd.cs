namespace Pando.Libvirt.Tests.Stock;

/// <summary>One libvirtd for the tests that speak with it, in a folder of its own.</summary>
public sealed class Libvirtd : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pando-stock-").FullName;
    private StockLibvirtd? _daemon;

    /// <summary>A folder of the tests' own that it can read.</summary>
    public string Folder => _folder;

    public string Socket
    {
        get
        {
            Assert.SkipUnless(StockLibvirtd.IsInstalled, "libvirtd is not installed.");
            return _daemon!.Socket;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (StockLibvirtd.IsInstalled)
        {
            _daemon = await StockLibvirtd.StartAsync(_folder);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_daemon is not null)
        {
            await _daemon.DisposeAsync();
        }
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>The tests that share it.</summary>
[CollectionDefinition(Name)]
public sealed class LibvirtdCollection : ICollectionFixture<Libvirtd>
{
    public const string Name = "stock libvirtd";
}
