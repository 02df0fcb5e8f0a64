namespace Pando.State.Tests.Files;

public sealed class KilledProcessTests
{
    [Fact]
    public async Task Every_acknowledged_commit_is_there_after_kill_9()
    {
        using var folder = TempFolder.OnDisk();
        var acknowledged = new HashSet<int>();
        foreach (var count in new[] { 1, 7, 100, 1500, 333 })
        {
            var told = await KilledWriter.KillAfterAsync(folder.Database, count);
            Assert.True(told.Count >= count, $"the child ended by itself after {told.Count} of {count}");
            acknowledged.UnionWith(told);

            await using var store = await SqliteStore.OpenAsync(folder.Database);
            var there = (await store.RangeAsync("n/")).Entries.ToDictionary(entry => int.Parse(entry.Key[2..]), entry => entry.Value);
            Assert.Empty(acknowledged.Except(there.Keys));
            Assert.All(there, entry => Assert.Equal(entry.Key % 3000, entry.Value.Length));
            // Both halves of each transaction, and no revision that the entries do not explain.
            var all = await store.RangeAsync("");
            Assert.Equal(there.Count, all.Revision);
            Assert.Equal(all.Revision, all.Entries.Max(entry => entry.ModRevision));
            foreach (var entry in all.Entries.Where(entry => entry.Key.StartsWith("last/", StringComparison.Ordinal)))
            {
                Assert.Contains(BitConverter.ToInt32(entry.Value.Span), there.Keys);
            }
        }
    }
}
