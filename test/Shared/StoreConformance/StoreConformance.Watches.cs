using Pando.Model.Errors;
using Pando.Model.State;

namespace Pando.StoreConformance;

/// <summary>Watching.</summary>
public abstract partial class StoreConformance
{
    [Fact]
    public async Task A_watch_tells_the_past_in_order()
    {
        await PutAsync("w/a", "1");
        await PutAsync("other", "x");
        await Store.CommitAsync(Put("w/b", "2").Delete("w/a"), Token);

        var seen = await WatchAsync("w/", 0, 3);
        Assert.Equal([(1, "w/a", false), (3, "w/b", false), (3, "w/a", true)], seen.Select(change => (change.Revision, change.Key, change.Entry is null)));
        Assert.Equal("1", Text(seen[0].Entry));
        Assert.Equal((3, 3, 1), (seen[1].Entry!.CreateRevision, seen[1].Entry!.ModRevision, seen[1].Entry!.Version));
    }

    [Fact]
    public async Task A_watch_begins_behind_the_revision_it_is_given()
    {
        await PutAsync("a", "1");
        var second = await PutAsync("a", "2");
        await PutAsync("a", "3");
        Assert.Equal("3", Text(Assert.Single(await WatchAsync("", second, 1)).Entry));
    }

    [Fact]
    public async Task A_watch_tells_what_happens_while_it_waits()
    {
        await using var watch = Store.WatchAsync("w/", 0, Token).GetAsyncEnumerator(Token);
        var next = watch.MoveNextAsync().AsTask();
        await PutAsync("other", "x");
        await PutAsync("other", "y");
        Assert.False(next.IsCompleted);

        await PutAsync("w/a", "1");
        Assert.True(await next);
        Assert.Equal((3, "w/a"), (watch.Current.Revision, watch.Current.Key));
    }

    [Fact]
    public async Task A_watch_from_the_future_waits_for_it()
    {
        await using var watch = Store.WatchAsync("", 2, Token).GetAsyncEnumerator(Token);
        var next = watch.MoveNextAsync().AsTask();
        await PutAsync("a", "1");
        await PutAsync("a", "2");
        await PutAsync("a", "3");
        Assert.True(await next);
        Assert.Equal(3, watch.Current.Revision);
    }

    [Fact]
    public async Task Watching_on_from_a_snapshot_misses_nothing_and_repeats_nothing()
    {
        const int all = 150;
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < all; i++)
            {
                await PutAsync($"s/{i:D4}", "");
            }
        });
        var snapshot = await Store.RangeAsync("s/", Token);
        var rest = await WatchAsync("s/", snapshot.Revision, all - snapshot.Entries.Count);
        await writing;
        Assert.Equal(
            Enumerable.Range(0, all).Select(i => $"s/{i:D4}"),
            snapshot.Entries.Select(entry => entry.Key).Concat(rest.Select(change => change.Key)));
    }

    [Fact]
    public async Task A_watch_ends_when_its_token_does()
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var watch = Store.WatchAsync("", 0, enough.Token).GetAsyncEnumerator(enough.Token);
        var next = watch.MoveNextAsync().AsTask();
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        Assert.False(Token.IsCancellationRequested);
    }

    [Fact]
    public async Task A_past_that_is_forgotten_is_named()
    {
        for (var i = 0; i < KeptChanges * 2; i++)
        {
            await PutAsync("a", $"{i}");
        }
        var refused = await RefusedAsync(() => WatchAsync("", 0, 1), ErrorCodes.State.Compacted);
        var oldest = long.Parse(refused.Facts.Single(fact => fact.Name == "oldest").Value);

        var kept = await WatchAsync("", oldest, (int)(KeptChanges * 2 - oldest));
        Assert.Equal(oldest + 1, kept[0].Revision);
        Assert.InRange(kept.Count, KeptChanges, KeptChanges * 3 / 2);
    }

    [Fact]
    public async Task A_quiet_prefix_is_watched_on_while_the_past_of_others_is_forgotten()
    {
        // One that is held up for the length of the kept past loses it, rightly; one that never keeps up is broken.
        const int attempts = 50;
        var keptUp = false;
        for (var attempt = 0; attempt < attempts && !keptUp; attempt++)
        {
            keptUp = await IsWatchedThroughNoiseAsync($"quiet{attempt}/");
        }
        Assert.True(keptUp);
    }

    [Fact]
    public async Task A_store_that_is_closed_ends_its_watches_and_refuses_work()
    {
        await using var watch = Store.WatchAsync("", 0, Token).GetAsyncEnumerator(Token);
        var next = watch.MoveNextAsync().AsTask();
        await Store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => next);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await PutAsync("a", "1"));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await Store.GetAsync("a", Token));
        await Store.DisposeAsync();
    }

    private async Task<bool> IsWatchedThroughNoiseAsync(string prefix)
    {
        await using var watch = Store.WatchAsync(prefix, (await Store.RangeAsync(prefix, Token)).Revision, Token).GetAsyncEnumerator(Token);
        var next = watch.MoveNextAsync().AsTask();
        for (var i = 0; i < KeptChanges * 2; i++)
        {
            await PutAsync("loud", $"{i}");
        }
        await PutAsync(prefix + "a", "1");
        try
        {
            return await next && watch.Current.Key == prefix + "a";
        }
        catch (CallerException e) when (e.Code == ErrorCodes.State.Compacted)
        {
            return false;
        }
    }
}
