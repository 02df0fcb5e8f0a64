using Pando.Model.Errors;
using Pando.Model.Events;

namespace Pando.State.Tests;

public sealed class EventHubTests : IDisposable
{
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(20));
    private readonly EventHub _hub = new(new FakeTime(), capacity: 100);

    public void Dispose() => _limit.Dispose();

    [Fact]
    public async Task A_subscriber_gets_what_happens_from_its_call_on()
    {
        _hub.Publish("machine.started", "before");
        var subscription = _hub.SubscribeAsync(after: null, _limit.Token);
        _hub.Publish("machine.started", "web1", ("reason", "autostart"), ("by", "pandod"));

        var told = await FirstAsync(subscription);
        Assert.Equal((2, "machine.started", "web1", "autostart", "pandod"), (told.Sequence, told.Type, told.Subject, told.Data["reason"], told.Data["by"]));
        Assert.True(told.At > FakeTime.Start);
    }

    [Fact]
    public async Task A_subscriber_goes_on_where_it_was()
    {
        Publish(5);
        Assert.Equal([4, 5], (await TakeAsync(_hub.SubscribeAsync(3, _limit.Token), 2)).Select(told => told.Sequence));
        Assert.Equal([1, 2], (await TakeAsync(_hub.SubscribeAsync(0, _limit.Token), 2)).Select(told => told.Sequence));
    }

    [Fact]
    public async Task A_subscriber_that_waits_is_woken()
    {
        await using var events = _hub.SubscribeAsync(null, _limit.Token).GetAsyncEnumerator(_limit.Token);
        var next = events.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        _hub.Publish("a", "b");
        Assert.True(await next);
    }

    [Fact]
    public async Task One_that_never_reads_costs_nobody_and_is_told_that_it_lags()
    {
        await using var slow = _hub.SubscribeAsync(null, _limit.Token).GetAsyncEnumerator(_limit.Token);
        Publish(50);
        Assert.True(await slow.MoveNextAsync());
        var quick = TakeAsync(_hub.SubscribeAsync(50, _limit.Token), 100);
        Publish(100);
        Assert.Equal(100, (await quick).Count);
        Publish(10_000);

        var read = 1;
        var lagged = await Assert.ThrowsAsync<CallerException>(async () =>
        {
            while (await slow.MoveNextAsync())
            {
                read++;
            }
        });
        Assert.Equal(ErrorCodes.Event.Lagged, lagged.Code);
        Assert.InRange(read, 1, 200);
    }

    [Fact]
    public async Task Events_that_are_no_longer_kept_are_refused()
    {
        Publish(150);
        await LaggedAsync(49);
        Assert.Equal(51, (await FirstAsync(_hub.SubscribeAsync(50, _limit.Token))).Sequence);
    }

    [Fact]
    public async Task A_number_of_a_daemon_that_ran_before_is_refused()
    {
        Publish(3);
        await LaggedAsync(4);
    }

    [Fact]
    public async Task Every_subscriber_gets_every_event_in_one_order()
    {
        var hub = new EventHub(TimeProvider.System, capacity: 4000);
        var subscribers = Enumerable.Range(0, 5).Select(_ => TakeAsync(hub.SubscribeAsync(null, _limit.Token), 4000)).ToList();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(publisher => Task.Run(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                hub.Publish("p", $"{publisher}", ("n", $"{i}"));
            }
        })));
        foreach (var got in await Task.WhenAll(subscribers))
        {
            Assert.Equal(Enumerable.Range(1, 4000).Select(n => (long)n), got.Select(told => told.Sequence));
            Assert.All(got.GroupBy(told => told.Subject), one => Assert.Equal(Enumerable.Range(0, 1000), one.Select(told => int.Parse(told.Data["n"]))));
        }
    }

    [Fact]
    public async Task Cancelling_ends_the_subscription()
    {
        using var enough = new CancellationTokenSource();
        await using var events = _hub.SubscribeAsync(null, enough.Token).GetAsyncEnumerator();
        var next = events.MoveNextAsync().AsTask();
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    private void Publish(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _hub.Publish("a", $"{i}");
        }
    }

    private async Task LaggedAsync(long after)
    {
        var lagged = await Assert.ThrowsAsync<CallerException>(() => FirstAsync(_hub.SubscribeAsync(after, _limit.Token)));
        Assert.Equal(ErrorCodes.Event.Lagged, lagged.Code);
    }

    private static async Task<PandoEvent> FirstAsync(IAsyncEnumerable<PandoEvent> events) => (await TakeAsync(events, 1))[0];

    private static async Task<List<PandoEvent>> TakeAsync(IAsyncEnumerable<PandoEvent> events, int count)
    {
        var taken = new List<PandoEvent>();
        await foreach (var told in events)
        {
            taken.Add(told);
            if (taken.Count == count)
            {
                break;
            }
        }
        return taken;
    }
}
