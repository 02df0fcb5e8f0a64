using Pando.Model.Errors;
using Pando.Model.State;
using Pando.State.Sqlite;
using Pando.State.Store;

namespace Pando.State.Tests.Files;

/// <summary>What is no sound database of ours is refused, and left for whoever can still save something from it.</summary>
public sealed class DamagedDatabaseTests : IDisposable
{
    private readonly TempFolder _folder = TempFolder.OnDisk();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Damages => ["garbage", "empty", "truncated", "page", "foreign", "no-tables", "other-database"];

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task A_damaged_database_is_refused_and_not_touched(string damage)
    {
        await FillAsync();
        Damage(damage);
        var refused = await RefusedUntouchedAsync(ErrorCodes.State.Corrupt);
        Assert.NotNull(refused.PeerWords);
    }

    [Theory]
    [InlineData("page"), InlineData("truncated"), InlineData("foreign")]
    public async Task A_damaged_database_with_a_log_is_refused_and_not_touched(string damage)
    {
        await FillAsync();
        await LeaveALogAsync();
        Damage(damage);
        await RefusedUntouchedAsync(ErrorCodes.State.Corrupt);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused_and_not_touched()
    {
        await FillAsync();
        Execute(_folder.Database, "PRAGMA user_version = 99");
        var refused = await RefusedUntouchedAsync(ErrorCodes.State.TooNew);
        Assert.Contains(refused.Facts, fact => fact is { Name: "version", Value: "99" });
    }

    [Fact]
    public async Task A_newer_version_that_is_only_in_the_log_is_seen()
    {
        await FillAsync();
        await LeaveALogAsync(writer => writer.Execute("PRAGMA user_version = 99"));
        await RefusedUntouchedAsync(ErrorCodes.State.TooNew);
    }

    [Fact]
    public async Task A_log_without_its_database_is_not_played_into_a_new_one()
    {
        await FillAsync();
        await LeaveALogAsync();
        File.Delete(_folder.Database);
        await RefusedUntouchedAsync(ErrorCodes.State.Corrupt);
    }

    [Fact]
    public async Task What_a_killed_process_left_in_the_log_is_there()
    {
        await FillAsync();
        await LeaveALogAsync();
        Assert.True(File.Exists(_folder.Database + "-wal"));
        await using var store = await SqliteStore.OpenAsync(_folder.Database);
        Assert.NotNull(await store.GetAsync("in-the-log"));
        Assert.Equal(301, (await store.RangeAsync("")).Entries.Count);
    }

    [Fact]
    public async Task What_a_crash_left_of_making_one_is_no_hindrance()
    {
        File.WriteAllText(_folder.Database + ".new", "half");
        File.WriteAllText(_folder.Database + ".new-wal", "half");
        await using var store = await SqliteStore.OpenAsync(_folder.Database);
        Assert.True((await store.CommitAsync(StoreTransaction.Empty.Put("a", new byte[1]))).Succeeded);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.new*"));
    }

    [Fact]
    public async Task A_folder_that_is_missing_and_one_in_its_place_are_named()
    {
        await UnavailableAsync(_folder["missing/state.db"]);
        Directory.CreateDirectory(_folder.Database);
        await UnavailableAsync(_folder.Database);
    }

    [Fact]
    public async Task Only_its_owner_may_read_it()
    {
        await FillAsync();
        await using var store = await SqliteStore.OpenAsync(_folder.Database);
        await store.CommitAsync(StoreTransaction.Empty.Put("a", new byte[1]));
        foreach (var file in new[] { "", "-wal", "-shm" })
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.Database + file));
        }
    }

    private async Task FillAsync()
    {
        await using var store = await SqliteStore.OpenAsync(_folder.Database);
        for (var i = 0; i < 300; i += 100)
        {
            await store.CommitAsync(Enumerable.Range(i, 100).Aggregate(
                StoreTransaction.Empty, (all, n) => all.Put($"key/{n}", new byte[2000])));
        }
    }

    /// <summary>As a process that was killed leaves it: changes in the log, an index that nobody uses.</summary>
    private async Task LeaveALogAsync(Action<SqliteConnection>? more = null)
    {
        var copies = new Dictionary<string, byte[]>();
        await using (var store = await SqliteStore.OpenAsync(_folder.Database))
        {
            await store.CommitAsync(StoreTransaction.Empty.Put("in-the-log", new byte[1]));
            if (more is not null)
            {
                using var writer = SqliteConnection.Open(_folder.Database, SqliteAccess.Write);
                more(writer);
            }
            foreach (var file in new[] { "", "-wal" })
            {
                await using var open = new FileStream(_folder.Database + file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                using var bytes = new MemoryStream();
                await open.CopyToAsync(bytes);
                copies[file] = bytes.ToArray();
            }
        }
        foreach (var (file, bytes) in copies)
        {
            await File.WriteAllBytesAsync(_folder.Database + file, bytes);
        }
    }

    private void Damage(string damage)
    {
        var path = _folder.Database;
        switch (damage)
        {
            case "garbage":
                File.WriteAllBytes(path, [.. Enumerable.Range(0, 20_000).Select(i => (byte)(i * 79 % 251))]);
                break;
            case "empty":
                File.WriteAllBytes(path, []);
                break;
            case "truncated":
                using (var file = File.OpenWrite(path))
                {
                    file.SetLength(file.Length / 2);
                }
                break;
            case "page":
                using (var file = File.OpenWrite(path))
                {
                    file.Position = 4096 * 3;
                    file.Write(new byte[4096 * 20]);
                }
                break;
            case "foreign":
                // In the header, as a log would hide it from SQLite's own writing.
                using (var file = File.OpenWrite(path))
                {
                    file.Position = 68;
                    file.Write([1, 2, 3, 4]);
                }
                break;
            case "no-tables":
                Execute(path, "DROP TABLE store");
                break;
            case "other-database":
                File.Delete(path);
                Execute(path, "CREATE TABLE mine (x)");
                break;
        }
    }

    private static void Execute(string path, string sql)
    {
        using var connection = SqliteConnection.Open(path, SqliteAccess.Create);
        connection.Execute(sql);
    }

    private async Task<MachineryException> RefusedUntouchedAsync(ErrorCode code)
    {
        var before = Look();
        var refused = await Assert.ThrowsAsync<MachineryException>(async () => await SqliteStore.OpenAsync(_folder.Database));
        Assert.Equal(code, refused.Code);
        Assert.Contains(_folder.Database, refused.Message, StringComparison.Ordinal);
        Assert.NotNull(refused.Remedy(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(before, Look());
        return refused;
    }

    /// <summary>Every file, its time and its bytes, but for the lock.</summary>
    private List<string> Look() =>
    [
        .. Directory.GetFiles(_folder.Path).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(file => $"{file} {File.GetLastWriteTimeUtc(file):O} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}"),
    ];

    private static async Task UnavailableAsync(string path)
    {
        var refused = await Assert.ThrowsAsync<MachineryException>(async () => await SqliteStore.OpenAsync(path));
        Assert.Equal(ErrorCodes.State.Unavailable, refused.Code);
    }
}
