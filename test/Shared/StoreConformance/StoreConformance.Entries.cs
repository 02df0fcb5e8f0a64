using Pando.Model.Errors;
using Pando.Model.State;

namespace Pando.StoreConformance;

/// <summary>Reading, and transactions.</summary>
public abstract partial class StoreConformance
{
    [Fact]
    public async Task What_was_never_put_is_not_there()
    {
        Assert.Null(await Store.GetAsync("a", Token));
        Assert.Equal(new StoreSnapshot(0, []), await Store.RangeAsync("", Token) with { Entries = [] });
        Assert.Empty((await Store.RangeAsync("", Token)).Entries);
    }

    [Fact]
    public async Task An_entry_tells_its_revisions_and_its_version()
    {
        await PutAsync("other", "x");
        var created = await PutAsync("a", "1");
        await PutAsync("other", "y");
        var changed = await PutAsync("a", "2");

        var entry = await Store.GetAsync("a", Token);
        Assert.Equal("2", Text(entry));
        Assert.Equal((created, changed, 2), (entry!.CreateRevision, entry.ModRevision, entry.Version));
        Assert.Equal(created + 2, changed);
    }

    [Fact]
    public async Task A_key_that_comes_back_begins_anew()
    {
        await PutAsync("a", "1");
        await Store.CommitAsync(StoreTransaction.Empty.Delete("a"), Token);
        Assert.Null(await Store.GetAsync("a", Token));

        var again = await PutAsync("a", "2");
        var entry = await Store.GetAsync("a", Token);
        Assert.Equal((again, again, 1), (entry!.CreateRevision, entry.ModRevision, entry.Version));
    }

    [Fact]
    public async Task A_transaction_makes_one_revision()
    {
        await PutAsync("gone", "x");
        var commit = await Store.CommitAsync(Put("a", "1").Put("b", Bytes("2")).Delete("gone"), Token);

        Assert.True(commit.Succeeded);
        Assert.Equal(2, commit.Revision);
        var all = await Store.RangeAsync("", Token);
        Assert.Equal(2, all.Revision);
        Assert.Equal([("a", 2), ("b", 2)], all.Entries.Select(entry => (entry.Key, entry.ModRevision)));
    }

    [Fact]
    public async Task A_condition_that_does_not_hold_stops_all_of_it()
    {
        var revision = await PutAsync("a", "1");
        var commit = await Store.CommitAsync(Put("b", "2").When("a", revision).When("c", 77), Token);

        Assert.Equal(new StoreCommit(false, revision), commit);
        Assert.Null(await Store.GetAsync("b", Token));
    }

    [Fact]
    public async Task Zero_stands_for_a_key_that_is_not_there()
    {
        Assert.True((await Store.CommitAsync(Put("a", "1").When("a", 0), Token)).Succeeded);
        Assert.False((await Store.CommitAsync(Put("a", "2").When("a", 0), Token)).Succeeded);
        Assert.Equal("1", Text(await Store.GetAsync("a", Token)));
    }

    [Fact]
    public async Task What_changes_nothing_makes_no_revision()
    {
        var revision = await PutAsync("a", "1");
        Assert.Equal(new StoreCommit(true, revision), await Store.CommitAsync(StoreTransaction.Empty, Token));
        Assert.Equal(new StoreCommit(true, revision), await Store.CommitAsync(StoreTransaction.Empty.Delete("none"), Token));
        Assert.Equal(revision + 1, await PutAsync("a", "1"));
    }

    [Fact]
    public async Task A_key_is_changed_once_only_in_a_transaction()
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.CommitAsync(Put("a", "1").Delete("a"), Token));
        Assert.Null(await Store.GetAsync("a", Token));
    }

    [Fact]
    public async Task A_range_has_what_begins_with_the_prefix_in_the_order_of_the_bytes()
    {
        // U+FF5E is before U+1F333 in bytes, and behind it in UTF-16 units.
        string[] keys = ["m", "m/", "m/a", "m/a/b", "m/á", "m/～", "m/🌳", "m0", "n", "M/x"];
        foreach (var key in keys)
        {
            await PutAsync(key, key);
        }
        Assert.Equal(["m/", "m/a", "m/a/b", "m/á", "m/～", "m/🌳"], (await Store.RangeAsync("m/", Token)).Entries.Select(entry => entry.Key));
        Assert.Equal(keys.Length, (await Store.RangeAsync("", Token)).Entries.Count);
        Assert.Empty((await Store.RangeAsync("m/ab", Token)).Entries);
    }

    [Fact]
    public async Task A_wildcard_is_an_ordinary_character()
    {
        foreach (var key in new[] { "a%b", "axb", "a_b", "a'b", "a\0b" })
        {
            await PutAsync(key, key);
        }
        Assert.Equal("a\0b", Text(await Store.GetAsync("a\0b", Token)));
        Assert.Equal(["a%b"], (await Store.RangeAsync("a%", Token)).Entries.Select(entry => entry.Key));
        Assert.Equal(["a_b"], (await Store.RangeAsync("a_", Token)).Entries.Select(entry => entry.Key));
    }

    [Fact]
    public async Task An_empty_value_is_a_value()
    {
        await PutAsync("a", "");
        Assert.Equal(0, (await Store.GetAsync("a", Token))!.Value.Length);
        Assert.NotNull((await WatchAsync("", 0, 1))[0].Entry);
    }

    [Fact]
    public async Task Limits_are_kept_and_what_is_within_them_works()
    {
        var longKey = new string('ă', 512);
        await PutAsync(longKey, "x");
        Assert.NotNull(await Store.GetAsync(longKey, Token));
        await RefusedAsync(async () => await PutAsync(longKey + "a", "x"), ErrorCodes.Request.TooLarge);
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await PutAsync("", "x"));

        var large = new byte[16 << 20];
        large[^1] = 7;
        await Store.CommitAsync(StoreTransaction.Empty.Put("large", large), Token);
        Assert.Equal(7, (await Store.GetAsync("large", Token))!.Value.Span[^1]);
        await RefusedAsync(
            async () => await Store.CommitAsync(StoreTransaction.Empty.Put("large", new byte[(16 << 20) + 1]), Token),
            ErrorCodes.Request.TooLarge);
    }

    [Fact]
    public async Task Concurrent_transactions_are_ordered_and_none_is_lost()
    {
        const int writers = 8, each = 25;
        await PutAsync("counter", "0");
        await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(async () =>
        {
            for (var done = 0; done < each;)
            {
                var now = await Store.GetAsync("counter", Token);
                var next = (int.Parse(Text(now)) + 1).ToString();
                done += (await Store.CommitAsync(Put("counter", next).When("counter", now!.ModRevision), Token)).Succeeded ? 1 : 0;
            }
        })));
        var counter = await Store.GetAsync("counter", Token);
        Assert.Equal($"{writers * each}", Text(counter));
        Assert.Equal(writers * each + 1, counter!.Version);
    }

    [Fact]
    public async Task A_range_is_of_one_revision_while_others_write()
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writing = Task.Run(async () =>
        {
            for (var i = 0; !enough.IsCancellationRequested; i++)
            {
                await Store.CommitAsync(Put("p/a", $"{i}").Put("p/b", Bytes($"{i}")), Token);
            }
        });
        for (var i = 0; i < 200; i++)
        {
            var pair = await Store.RangeAsync("p/", Token);
            Assert.Single(pair.Entries.Select(Text).Append(pair.Entries.Count == 0 ? "" : Text(pair.Entries[0])).Distinct());
            Assert.All(pair.Entries, entry => Assert.True(entry.ModRevision <= pair.Revision));
        }
        await enough.CancelAsync();
        await writing;
    }

    [Fact]
    public async Task What_was_cancelled_was_not_done()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Store.CommitAsync(Put("a", "1"), new CancellationToken(canceled: true)));
        Assert.Null(await Store.GetAsync("a", Token));

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            using var mayBe = new CancellationTokenSource();
            var commit = Store.CommitAsync(Put($"k/{i}", ""), mayBe.Token);
            await mayBe.CancelAsync();
            try
            {
                return (await commit).Succeeded;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }));
        Assert.Equal(answers.Count(done => done), (await Store.RangeAsync("k/", Token)).Entries.Count);
    }
}
