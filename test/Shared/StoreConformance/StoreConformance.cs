using System.Text;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Model.State;

namespace Pando.StoreConformance;

/// <summary>
/// What every store must do, whatever it stands on. A class that derives from this opens a fresh, empty store that
/// keeps about <see cref="KeptChanges"/> changes.
/// </summary>
public abstract partial class StoreConformance : IAsyncLifetime
{
    /// <summary>How much of the past the store under test keeps, about.</summary>
    protected const int KeptChanges = 200;

    /// <summary>Longer than anything here may take.</summary>
    protected static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _limit = new(Limit);

    protected IRevisionedStore Store { get; private set; } = null!;

    protected CancellationToken Token => _limit.Token;

    protected abstract ValueTask<IRevisionedStore> OpenEmptyAsync();

    public async ValueTask InitializeAsync() => Store = await OpenEmptyAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _limit.Dispose();
    }

    protected static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected static string Text(StoreEntry? entry) => Encoding.UTF8.GetString(entry!.Value.Span);

    protected static StoreTransaction Put(string key, string value) => StoreTransaction.Empty.Put(key, Bytes(value));

    protected async Task<long> PutAsync(string key, string value) => (await Store.CommitAsync(Put(key, value), Token)).Revision;

    protected async Task<CallerException> RefusedAsync(Func<Task> deed, ErrorCode code)
    {
        var refused = await Assert.ThrowsAsync<CallerException>(deed);
        Assert.Equal(code, refused.Code);
        return refused;
    }

    /// <summary>The next so many changes.</summary>
    protected async Task<List<StoreChange>> WatchAsync(string prefix, long after, int count)
    {
        var seen = new List<StoreChange>();
        if (count > 0)
        {
            await foreach (var change in Store.WatchAsync(prefix, after, Token))
            {
                seen.Add(change);
                if (seen.Count == count)
                {
                    break;
                }
            }
        }
        return seen;
    }
}
