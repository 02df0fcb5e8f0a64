using Pando.Model.Errors;

namespace Pando.State.Tests.Files;

public sealed class LockedDatabaseTests
{
    [Fact]
    public async Task A_second_daemon_is_refused_and_told_who_has_the_database()
    {
        using var folder = TempFolder.OnDisk();
        var store = await SqliteStore.OpenAsync(folder.Database);
        var refused = await Assert.ThrowsAsync<CallerException>(async () => await SqliteStore.OpenAsync(folder.Database));
        Assert.Equal(ErrorCodes.State.Locked, refused.Code);
        Assert.Contains($"(pid {Environment.ProcessId})", refused.Message, StringComparison.Ordinal);
        Assert.Contains(folder.Database, refused.Message, StringComparison.Ordinal);

        await store.DisposeAsync();
        await using var next = await SqliteStore.OpenAsync(folder.Database);
    }

    [Fact]
    public async Task Closing_leaves_one_file_and_its_lock()
    {
        using var folder = TempFolder.OnDisk();
        var store = await SqliteStore.OpenAsync(folder.Database);
        await store.CommitAsync(Model.State.StoreTransaction.Empty.Put("a", new byte[1]));
        await store.RangeAsync("");
        await store.DisposeAsync();
        Assert.Equal(
            ["state.db", "state.db.lock"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }
}
