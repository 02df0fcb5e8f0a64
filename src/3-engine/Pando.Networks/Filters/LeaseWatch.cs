namespace Pando.Networks.Filters;

/// <summary>Hears of files that change in a folder and those in it, as when a server gives an address away.</summary>
internal sealed class LeaseWatch : IDisposable
{
    private const string Leases = "leases";
    private readonly string _folder;
    private readonly SemaphoreSlim _changed = new(0, 1);
    private FileSystemWatcher? _watcher;

    public LeaseWatch(string folder)
    {
        _folder = folder;
        Begin();
    }

    /// <summary>Comes back when something has changed, and otherwise after a while.</summary>
    public async Task WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        Begin();
        using var limit = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _changed.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It is time to look in any case.
        }
    }

    public void Dispose()
    {
        _watcher?.Dispose();
        _changed.Dispose();
    }

    // The folder comes with the first network. Without it, or where no more can be watched, looking now and then has to do.
    private void Begin()
    {
        if (_watcher is not null || !Directory.Exists(_folder))
        {
            return;
        }
        try
        {
            _watcher = new FileSystemWatcher(_folder, Leases) { IncludeSubdirectories = true, NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.FileName };
            _watcher.Changed += (_, _) => Tell();
            _watcher.Created += (_, _) => Tell();
            _watcher.Renamed += (_, _) => Tell();
            _watcher.EnableRaisingEvents = true;
        }
        catch (IOException)
        {
            _watcher?.Dispose();
            _watcher = null;
        }
    }

    private void Tell()
    {
        try
        {
            _changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // It has been told of one change already, and has not looked yet.
        }
        catch (ObjectDisposedException)
        {
            // Closing.
        }
    }
}
