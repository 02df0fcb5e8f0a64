using System.Diagnostics;
using Pando.Model.Errors;
using Pando.Model.State;

namespace Pando.State.Tests.Files;

/// <summary>On a file system of two MiB.</summary>
public sealed class FullDiskTests : IAsyncLifetime
{
    private readonly TempFolder _folder = TempFolder.OnDisk();
    private string _small = "";

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may mount a small file system.");
        _small = Directory.CreateDirectory(_folder["small"]).FullName;
        await RunAsync("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", _small);
    }

    public async ValueTask DisposeAsync()
    {
        if (_small.Length > 0)
        {
            await RunAsync("umount", _small);
        }
        _folder.Dispose();
    }

    [Fact]
    public async Task A_full_disk_fails_the_change_by_name_and_leaves_everything_as_it_was()
    {
        var path = Path.Combine(_small, "state.db");
        var filler = Path.Combine(_small, "filler");
        await File.WriteAllBytesAsync(filler, new byte[1 << 20]);
        var acknowledged = new List<int>();
        await using (var store = await SqliteStore.OpenAsync(path))
        {
            var full = await Assert.ThrowsAsync<MachineryException>(async () =>
            {
                for (var i = 0; i < 1000; i++)
                {
                    await store.CommitAsync(StoreTransaction.Empty.Put($"a/{i:D4}", new byte[2000]).Put($"b/{i:D4}", new byte[2000]));
                    acknowledged.Add(i);
                }
            });
            Assert.Equal((ErrorCodes.State.Full, ErrorKind.Exhausted), (full.Code, full.Code.Kind));
            Assert.NotEmpty(acknowledged);
            await AssertThereAsync(store, acknowledged);

            // It goes on as soon as there is room.
            File.Delete(filler);
            Assert.True((await store.CommitAsync(StoreTransaction.Empty.Put("a/9999", new byte[2000]).Put("b/9999", new byte[2000]))).Succeeded);
            acknowledged.Add(9999);
            await AssertThereAsync(store, acknowledged);
        }
        await using var again = await SqliteStore.OpenAsync(path);
        await AssertThereAsync(again, acknowledged);
    }

    [Fact]
    public async Task A_large_change_without_room_does_not_fail_the_small_ones_beside_it()
    {
        await using var store = await SqliteStore.OpenAsync(Path.Combine(_small, "state.db"));
        var all = Enumerable.Range(0, 20).Select(i => store.CommitAsync(
            StoreTransaction.Empty.Put($"{i}", new byte[i % 5 == 2 ? 4 << 20 : 10])).AsTask()).ToList();
        await Task.WhenAll(all.Select(task => task.ContinueWith(_ => { }, TaskScheduler.Default)));
        Assert.Equal(16, all.Count(task => task.IsCompletedSuccessfully));
        Assert.All(all.Where(task => task.IsFaulted), task => Assert.Equal(ErrorCodes.State.Full, ((MachineryException)task.Exception!.InnerException!).Code));
        Assert.Equal(16, (await store.RangeAsync("")).Entries.Count);
    }

    [Fact]
    public async Task Opening_on_a_full_disk_fails_by_name_and_works_later()
    {
        var path = Path.Combine(_small, "state.db");
        var filler = Path.Combine(_small, "filler");
        try
        {
            await File.WriteAllBytesAsync(filler, new byte[3 << 20]);
        }
        catch (IOException)
        {
            // Now it is full.
        }
        var full = await Assert.ThrowsAsync<MachineryException>(async () => await SqliteStore.OpenAsync(path));
        Assert.Equal(ErrorCodes.State.Full, full.Code);
        Assert.False(File.Exists(path));
        File.Delete(filler);
        await using var store = await SqliteStore.OpenAsync(path);
        Assert.True((await store.CommitAsync(StoreTransaction.Empty.Put("a", new byte[1]))).Succeeded);
    }

    private static async Task AssertThereAsync(SqliteStore store, IReadOnlyList<int> acknowledged)
    {
        var expected = acknowledged.Select(i => $"{i:D4}").ToList();
        Assert.Equal(expected, (await store.RangeAsync("a/")).Entries.Select(entry => entry.Key[2..]));
        Assert.Equal(expected, (await store.RangeAsync("b/")).Entries.Select(entry => entry.Key[2..]));
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await process.WaitForExitAsync(limit.Token);
        Assert.Equal(0, process.ExitCode);
    }
}
