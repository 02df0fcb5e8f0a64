using Pando.Model.Errors;
using Pando.Model.Pools;

namespace Pando.Storage.PoolDrivers;

/// <summary>
/// What is known of a pool. A reader starts a fresh look, shared with others that ask meanwhile, waits for it a moment, and
/// otherwise takes the last one.
/// </summary>
internal sealed class PoolView(IPoolDriver driver, TimeSpan freshness, TimeProvider time)
{
    private readonly Lock _gate = new();
    private Task<PoolListing>? _looking;
    private Seen _seen = new(null, null, null);

    public IPoolDriver Driver => driver;

    /// <summary>The newest listing that can be had without waiting for long; null where the pool was never seen.</summary>
    public async Task<PoolListing?> ListingAsync(CancellationToken cancellationToken)
    {
        // While it does not answer, nobody waits: the look that is under way will tell.
        var patience = Volatile.Read(ref _seen).NotAnsweringSince is null ? freshness : TimeSpan.Zero;
        try
        {
            await Look().WaitAsync(patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            MarkSilent();
        }
        catch (PandoException)
        {
            // Kept with the state; the last listing is still the best answer.
        }
        return Volatile.Read(ref _seen).Listing;
    }

    /// <summary>A listing made from now on.</summary>
    public async Task<PoolListing> RefreshAsync(CancellationToken cancellationToken) => await LookAnew().WaitAsync(cancellationToken);

    public async Task<PoolState> StateAsync(CancellationToken cancellationToken)
    {
        await ListingAsync(cancellationToken);
        var seen = Volatile.Read(ref _seen);
        var definition = driver.Definition;
        return new PoolState(
            definition.Name, definition.Kind, definition.Path, seen.Listing?.Space.TotalBytes, seen.Listing?.Space.AvailableBytes,
            seen.Listing?.Volumes.Sum(static volume => volume.AllocationBytes), seen.Listing?.Volumes.Length,
            seen.Listing?.At, seen.NotAnsweringSince, seen.Failure)
        {
            Permissions = seen.Listing is { Directory: var directory } ? new FilePermissions { Mode = directory.Mode, Owner = directory.Uid, Group = directory.Gid } : null,
        };
    }

    private Task<PoolListing> Look()
    {
        lock (_gate)
        {
            return _looking is { IsCompleted: false } shared ? shared : _looking = LookAsync();
        }
    }

    private Task<PoolListing> LookAnew()
    {
        lock (_gate)
        {
            return _looking = LookAsync();
        }
    }

    private async Task<PoolListing> LookAsync()
    {
        try
        {
            var listing = await driver.ListAsync(CancellationToken.None);
            lock (_gate)
            {
                // An older look may end after a newer one.
                if (_seen.Listing is not { } newer || newer.At <= listing.At)
                {
                    _seen = new Seen(listing, null, null);
                }
            }
            return listing;
        }
        catch (PandoException failure)
        {
            var silent = failure.Code == ErrorCodes.Storage.NotAnswering;
            lock (_gate)
            {
                _seen = new Seen(_seen.Listing, silent ? _seen.NotAnsweringSince ?? time.GetUtcNow() : null, failure);
            }
            throw;
        }
    }

    private void MarkSilent()
    {
        lock (_gate)
        {
            if (_looking is { IsCompleted: false } && _seen.NotAnsweringSince is null)
            {
                _seen = _seen with { NotAnsweringSince = time.GetUtcNow() };
            }
        }
    }

    private sealed record Seen(PoolListing? Listing, DateTimeOffset? NotAnsweringSince, PandoException? Failure);
}
