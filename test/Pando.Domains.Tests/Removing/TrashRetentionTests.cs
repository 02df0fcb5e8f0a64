using Microsoft.Extensions.Logging.Abstractions;
using Pando.Domains.Tests.Machines;
using Pando.Model;

namespace Pando.Domains.Tests.Removing;

public class TrashRetentionTests
{
    [Theory]
    [InlineData(29, 1)]
    [InlineData(31, 0)]
    public async Task What_is_over_its_time_is_deleted_for_good(int daysLater, int left)
    {
        await using var engine = await Engine.OpenAsync();
        var view = await engine.Domains.DefineAsync(Definitions.Empty("web1"), null, Caller.Daemon);
        await engine.Domains.Request(view.Id, new UndefineRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);

        var later = new LaterTime(TimeSpan.FromDays(daysLater));
        await new TrashRetention([new DomainTrash(engine.Domains)], TimeSpan.FromDays(30), later, NullLogger<TrashRetention>.Instance).PurgeAsync(default);
        Assert.Equal(left, (await engine.Domains.ListTrashAsync()).Count);
    }

    private sealed class LaterTime(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
