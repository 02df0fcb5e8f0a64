using Pando.Linux.Files;
using Pando.Model.Pools;
using Pando.Model.Ports;
using Pando.Storage.PoolDrivers;
using Pando.Storage.Volumes;

namespace Pando.Storage.Tests.PoolDrivers;

/// <summary>A pool whose file system hangs costs its own freshness, and nobody's time.</summary>
public sealed class PoolViewTests
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task A_pool_that_hangs_is_answered_from_what_was_seen_last_with_its_age()
    {
        var driver = new ScriptedDriver();
        var view = new PoolView(driver, Freshness, TimeProvider.System);
        driver.Answer(100);
        var fresh = await view.StateAsync(CancellationToken.None);
        Assert.Equal((100L, null), (fresh.AvailableBytes, fresh.NotAnsweringSince));

        driver.Hang();
        var stale = await view.StateAsync(CancellationToken.None);
        Assert.Equal((100L, fresh.SeenAt), (stale.AvailableBytes, stale.SeenAt));
        Assert.NotNull(stale.NotAnsweringSince);

        // From now on nobody waits even that moment, and since when it is does not change.
        var again = view.StateAsync(CancellationToken.None);
        Assert.True(again.IsCompleted);
        Assert.Equal(stale.NotAnsweringSince, (await again).NotAnsweringSince);
        Assert.Equal(2, driver.Looks);

        driver.Answer(50);
        Assert.True(SpinWait.SpinUntil(() => view.ListingAsync(CancellationToken.None).IsCompletedSuccessfully, TimeSpan.FromSeconds(10)));
        await view.RefreshAsync(CancellationToken.None);
        var back = await view.StateAsync(CancellationToken.None);
        Assert.Equal((50L, null), (back.AvailableBytes, back.NotAnsweringSince));
    }

    [Fact]
    public async Task Readers_share_one_look()
    {
        var driver = new ScriptedDriver();
        var view = new PoolView(driver, TimeSpan.FromSeconds(10), TimeProvider.System);
        driver.Hang();
        var readers = Enumerable.Range(0, 50).Select(_ => view.ListingAsync(CancellationToken.None)).ToList();
        driver.Answer(1);
        await Task.WhenAll(readers);
        Assert.Equal(1, driver.Looks);
    }

    [Fact]
    public async Task A_pool_that_was_never_seen_says_so()
    {
        var driver = new ScriptedDriver();
        driver.Hang();
        var view = new PoolView(driver, Freshness, TimeProvider.System);
        var state = await view.StateAsync(CancellationToken.None);
        Assert.Null(state.SeenAt);
        Assert.NotNull(state.NotAnsweringSince);
    }

    private sealed class ScriptedDriver : IPoolDriver
    {
        private TaskCompletionSource<PoolListing> _next = new();

        public int Looks { get; private set; }

        public PoolDefinition Definition { get; } = new() { Id = PoolId.New(), Name = "scripted", Path = "/nowhere" };

        public void Hang() => _next = new TaskCompletionSource<PoolListing>(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Answer(long available)
        {
            var listing = new PoolListing(TimeProvider.System.GetUtcNow(), new FileSystemSpace(1000, available, available, 0, 0, false), FileStatus.TryOf("/")!, [], []);
            if (!_next.TrySetResult(listing))
            {
                _next = new TaskCompletionSource<PoolListing>();
                _next.SetResult(listing);
            }
        }

        public Task<PoolListing> ListAsync(CancellationToken cancellationToken)
        {
            Looks++;
            return _next.Task;
        }

        public Task<DirectoryIdentity> ProbeAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task BuildAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task RemoveAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public string PathOf(string name) => throw new NotSupportedException();

        public Task RequireFreeAsync(VolumeRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task CreateAsync(VolumeRequest request, OpenedDisk? source, IProgress<long>? progress, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task WriteAsync(VolumeRequest request, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task DiscardAsync(VolumeRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<VolumeContent> OpenAsync(string name, FileAccess access, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<string> FormatOfAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task WipeAsync(string name, long capacityBytes, IProgress<long>? progress, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task GrowAsync(string name, long capacityBytes, bool allocate, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task SetAsideAsync(string name, string owner, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task PutBackAsync(string name, string owner, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task DeleteAsideAsync(string name, string owner, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
