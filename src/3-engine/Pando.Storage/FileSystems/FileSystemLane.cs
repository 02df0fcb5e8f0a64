using System.Globalization;
using Pando.Model.Errors;

namespace Pando.Storage.FileSystems;

/// <summary>
/// Blocking calls into one file system. A system call on a dead server cannot be interrupted, so each runs on a thread of
/// its own, only a few at a time, and the caller stops waiting at the limit: a file system that hangs costs those few
/// threads and its own answers, nothing else.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="limit">How long a call may take.</param>
internal sealed class FileSystemLane(TimeProvider time, TimeSpan limit) : IDisposable
{
    private const int Width = 4;

    private readonly SemaphoreSlim _places = new(Width);
    private int _overdue;

    /// <summary>Whether every place is taken by a call that has passed its limit: the next one need not wait to know.</summary>
    public bool IsBlocked => Volatile.Read(ref _overdue) >= Width;

    /// <summary>Does the work, and answers when it is done.</summary>
    /// <exception cref="PeerException"><c>storage.not-answering</c> when the limit has passed.</exception>
    public async Task<T> RunAsync<T>(string path, Func<T> work, CancellationToken cancellationToken)
    {
        await EnterAsync(path, cancellationToken);
        var running = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var overdue = false;
        try
        {
            return await running.WaitAsync(limit, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            overdue = true;
            throw NotAnswering(path);
        }
        finally
        {
            Leave(running, overdue);
        }
    }

    /// <summary>Does the work, and answers when it is done.</summary>
    public Task RunAsync(string path, Action work, CancellationToken cancellationToken) =>
        RunAsync(path, () => { work(); return true; }, cancellationToken);

    public void Dispose() => _places.Dispose();

    private async Task EnterAsync(string path, CancellationToken cancellationToken)
    {
        if (IsBlocked)
        {
            throw NotAnswering(path);
        }
        using var patience = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await _places.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw NotAnswering(path);
        }
    }

    private void Leave<T>(Task<T> running, bool overdue)
    {
        if (running.IsCompleted)
        {
            _places.Release();
            return;
        }
        if (overdue)
        {
            Interlocked.Increment(ref _overdue);
        }
        // Nobody waits for it any more; the place is free when it comes back, and what it brought is closed.
        _ = running.ContinueWith(done =>
        {
            if (overdue)
            {
                Interlocked.Decrement(ref _overdue);
            }
            if (done.IsCompletedSuccessfully)
            {
#pragma warning disable RS0030 // The task has completed: nothing blocks.
                (done.Result as IDisposable)?.Dispose();
#pragma warning restore RS0030
            }
            else
            {
                _ = done.Exception;
            }
            _places.Release();
        }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private PeerException NotAnswering(string path) => new(ErrorCodes.Storage.NotAnswering, null,
        ("path", path), ("waited", string.Create(CultureInfo.InvariantCulture, $"{limit.TotalSeconds:0.#} s")));
}
