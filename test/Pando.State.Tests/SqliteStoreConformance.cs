using Pando.Model.Ports;

namespace Pando.State.Tests;

/// <summary>The store of a single host keeps the contract of every store.</summary>
public sealed class SqliteStoreConformance : StoreConformance.StoreConformance
{
    private readonly TempFolder _folder = TempFolder.InMemory();
    private int _opened;

    protected override async ValueTask<IRevisionedStore> OpenEmptyAsync() =>
        await SqliteStore.OpenAsync(_folder[$"{_opened++}.db"], new SqliteStoreOptions(HistoryChanges: KeptChanges));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }
}
