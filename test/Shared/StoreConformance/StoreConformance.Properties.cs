using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Ports;
using Pando.Model.State;

namespace Pando.StoreConformance;

/// <summary>Whatever is done to a store, it is as the model says.</summary>
public abstract partial class StoreConformance
{
    private static readonly string[] Keys = ["a", "a/", "a/b", "a/đ", "b", "b/x"];

    /// <summary>A condition's revision is drawn before it is known which ones there will be.</summary>
    private enum Expect
    {
        Current,
        Absent,
        Stale,
    }

    private sealed record Draft((string Key, Expect Expect)[] Conditions, (string Key, string? Value)[] Operations)
    {
        public StoreTransaction Against(StoreModel model)
        {
            var transaction = StoreTransaction.Empty;
            foreach (var (key, expect) in Conditions)
            {
                var current = model.ModRevision(key);
                transaction = transaction.When(key, expect switch { Expect.Current => current, Expect.Absent => 0, _ => current + 1 });
            }
            return Operations.DistinctBy(operation => operation.Key).Aggregate(
                transaction,
                (all, operation) => operation.Value is null ? all.Delete(operation.Key) : all.Put(operation.Key, Bytes(operation.Value)));
        }

        public override string ToString() => $"when {string.Join(' ', Conditions)} do {string.Join(' ', Operations)}";
    }

    private static Gen<Draft> Drafts =>
        // Mostly conditions that hold, so that much is done.
        from conditions in Gen.Elements(Keys)
            .Zip(Gen.Frequency((6, Gen.Constant(Expect.Current)), (1, Gen.Constant(Expect.Absent)), (1, Gen.Constant(Expect.Stale))))
            .ArrayOf(2)
        from take in Gen.Choose(0, 2)
        from operations in Gen.Elements(Keys).Zip(Gen.Elements("", "x", "ý", null, null)).ArrayOf()
        select new Draft([.. conditions.Take(take).Select(pair => (pair.Item1, pair.Item2))], [.. operations.Select(pair => (pair.Item1, pair.Item2))]);

    [Fact]
    public void Any_transactions_make_of_it_what_the_model_says()
    {
        var histories = Arb.From(
            Gen.ArrayOf(Drafts), drafts => Enumerable.Range(0, drafts.Length).Select(i => drafts.Where((_, at) => at != i).ToArray()));
        Prop.ForAll(histories, drafts => IsAsTheModelAsync(drafts).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithEndSize(40));
    }

    private async Task<bool> IsAsTheModelAsync(Draft[] drafts)
    {
        await using var store = await OpenEmptyAsync();
        var model = new StoreModel();
        var seen = new List<StoreChange>();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var watching = CollectAsync(store, seen, enough.Token);
        foreach (var draft in drafts)
        {
            var transaction = draft.Against(model);
            var (found, meant) = (await store.CommitAsync(transaction, Token), model.Commit(transaction));
            if (found != meant)
            {
                throw new InvalidOperationException($"{draft}: {found}, meant {meant}");
            }
        }
        foreach (var prefix in Keys.Prepend(""))
        {
            var range = await store.RangeAsync(prefix, Token);
            AssertSame(model.Range(prefix), range.Entries);
            Assert.Equal(model.Revision, range.Revision);
        }
        // What was seen while it happened, and what is told afterwards from every point on.
        await store.CommitAsync(Put("end", ""), Token);
        await watching;
        AssertSame(model.Changes, seen);
        for (var after = 0L; after <= model.Revision; after += 1 + model.Revision / 4)
        {
            var later = new List<StoreChange>();
            await CollectAsync(store, later, enough.Token, after);
            AssertSame(model.Changes.Where(change => change.Revision > after), later);
        }
        return true;
    }

    private static async Task CollectAsync(IRevisionedStore store, List<StoreChange> into, CancellationToken token, long after = 0)
    {
        await foreach (var change in store.WatchAsync("", after, token))
        {
            if (change.Key == "end")
            {
                return;
            }
            into.Add(change);
        }
    }

    /// <summary>Memory compares by address; its content is meant.</summary>
    private static void AssertSame(IEnumerable<StoreEntry> meant, IEnumerable<StoreEntry> found) =>
        Assert.Equal(meant.Select(Plain), found.Select(Plain));

    private static void AssertSame(IEnumerable<StoreChange> meant, IEnumerable<StoreChange> found) => Assert.Equal(
        meant.Select(change => $"{change.Revision} {change.Key} {Plain(change.Entry)}"),
        found.Select(change => $"{change.Revision} {change.Key} {Plain(change.Entry)}"));

    private static string Plain(StoreEntry? entry) =>
        entry is null ? "gone" : $"{entry.Key}={Text(entry)} {entry.CreateRevision} {entry.ModRevision} {entry.Version}";
}
