using Pando.Model.Errors;
using Pando.Storage.FileSystems;

namespace Pando.Storage.Tests.FileSystems;

public sealed class FileSystemLaneTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(200);

    private readonly ManualResetEventSlim _hang = new();
    private readonly FileSystemLane _lane = new(TimeProvider.System, Limit);

    public void Dispose()
    {
        _hang.Set();
        _lane.Dispose();
        _hang.Dispose();
    }

    [Fact]
    public async Task Work_that_hangs_ends_the_wait_at_its_limit()
    {
        var failure = await Failing.With(ErrorCodes.Storage.NotAnswering, _lane.RunAsync("/mnt/nas/a", Hang, CancellationToken.None));
        Assert.Contains("/mnt/nas/a", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_every_place_hangs_the_next_is_told_at_once_and_no_thread_is_spent()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Failing.With(ErrorCodes.Storage.NotAnswering, _lane.RunAsync("/a", Hang, CancellationToken.None))));
        Assert.True(_lane.IsBlocked);
        var ran = false;
        var next = _lane.RunAsync("/a", () => ran = true, CancellationToken.None);
        Assert.True(next.IsFaulted);
        await Failing.With(ErrorCodes.Storage.NotAnswering, next);
        Assert.False(ran);
    }

    [Fact]
    public async Task It_answers_again_when_the_file_system_does()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Failing.With(ErrorCodes.Storage.NotAnswering, _lane.RunAsync("/a", Hang, CancellationToken.None))));
        _hang.Set();
        Assert.True(SpinWait.SpinUntil(() => !_lane.IsBlocked, TimeSpan.FromSeconds(10)));
        Assert.Equal(7, await _lane.RunAsync("/a", static () => 7, CancellationToken.None));
    }

    [Fact]
    public async Task What_a_late_answer_opened_is_closed()
    {
        using var late = new Opened();
        await Failing.With(ErrorCodes.Storage.NotAnswering, _lane.RunAsync("/a", () => { _hang.Wait(); return late; }, CancellationToken.None));
        _hang.Set();
        Assert.True(late.Closed.Wait(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Many_at_once_are_all_done()
    {
        var done = 0;
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => _lane.RunAsync("/a", () => Interlocked.Increment(ref done), CancellationToken.None)));
        Assert.Equal(200, done);
    }

    [Fact]
    public async Task A_failure_is_the_works_own()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => _lane.RunAsync<int>("/a", static () => throw new InvalidDataException(), CancellationToken.None));
    }

    [Fact]
    public async Task Each_file_system_has_a_lane_of_its_own()
    {
        using var lanes = new FileSystemLanes(TimeProvider.System, Limit, static () => ["/", "/mnt/nas", "/mnt/nas/inner"]);
        await Failing.With(ErrorCodes.Storage.NotAnswering, lanes.For("/mnt/nas/disk").RunAsync("/mnt/nas/disk", Hang, CancellationToken.None));
        Assert.Same(lanes.For("/mnt/nas/disk"), lanes.For("/mnt/nas"));
        Assert.NotSame(lanes.For("/mnt/nas/disk"), lanes.For("/mnt/nas2/disk"));
        Assert.NotSame(lanes.For("/mnt/nas/disk"), lanes.For("/mnt/nas/inner/disk"));
        Assert.Equal(7, await lanes.For("/srv").RunAsync("/srv", static () => 7, CancellationToken.None));
    }

    private int Hang()
    {
        _hang.Wait();
        return 0;
    }

    private sealed class Opened : IDisposable
    {
        public ManualResetEventSlim Closed { get; } = new();

        public void Dispose() => Closed.Set();
    }
}
