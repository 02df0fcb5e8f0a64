using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Pando.Domains.Consoles;

/// <summary>
/// One console of a running machine. It reads all the time, so that the guest never waits for a viewer, keeps the
/// last of what was written, and hands everything on to the one who looks.
/// </summary>
internal sealed class ConsoleHub : IAsyncDisposable
{
    // About a screen of colourful text; grows only as far as the guest writes.
    private const int KeptBytes = 16 * 1024;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    // A viewer whose connection has ended is noticed a moment later: who comes next is not to be refused for it.
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly TimeProvider _time;
    private readonly Action _changed;
    private Attachment? _viewer;
    private byte[] _kept = [];
    private IConsoleLine? _line;
    private Task _reading = Task.CompletedTask;

    /// <summary>Makes one that is not connected yet.</summary>
    /// <param name="endpoint">Where it is.</param>
    /// <param name="time">The clock.</param>
    /// <param name="changed">Told when somebody comes or leaves.</param>
    public ConsoleHub(ConsoleEndpoint endpoint, TimeProvider time, Action changed)
    {
        Endpoint = endpoint;
        _time = time;
        _changed = changed;
    }

    public ConsoleEndpoint Endpoint { get; }

    public bool InUse => Volatile.Read(ref _viewer) is not null;

    public void Open() => _reading = ReadAllAsync();

    /// <summary>Null when another viewer stays.</summary>
    public async Task<IConsoleAttachment?> AttachAsync(bool force, CancellationToken cancellationToken)
    {
        if (TryTake(force, out var holder) is { } taken)
        {
            return taken;
        }
        try
        {
            await holder!.Left.WaitAsync(LeaveLimit, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
        return TryTake(force: false, out _);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _reading;
        lock (_gate)
        {
            _viewer?.End();
            _viewer = null;
        }
        _line?.Dispose();
    }

    private Attachment? TryTake(bool force, out Attachment? holder)
    {
        Attachment viewer;
        lock (_gate)
        {
            holder = _viewer;
            if (holder is not null && !force)
            {
                return null;
            }
            holder?.TakeOver();
            viewer = new Attachment(this);
            if (_kept.Length > 0)
            {
                viewer.Offer(_kept);
            }
            _viewer = viewer;
            if (_closing.IsCancellationRequested)
            {
                // The machine has just ended: nobody would tell this viewer.
                viewer.End();
            }
        }
        _changed();
        return viewer;
    }

    private async Task ReadAllAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                _line ??= await Endpoint.ConnectAsync(_closing.Token);
                await ReadLineAsync(_line);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (e is IOException or TimeoutException or System.Net.Sockets.SocketException)
            {
                // Somebody else holds the socket, or QEMU is just ending: try again while the machine runs.
            }
            _line?.Dispose();
            _line = null;
            await RestAsync();
        }
    }

    private async Task RestAsync()
    {
        try
        {
            await Task.Delay(RetryAfter, _time, _closing.Token);
        }
        catch (OperationCanceledException)
        {
            // Closing.
        }
    }

    private async Task ReadLineAsync(IConsoleLine line)
    {
        var buffer = new byte[4096];
        int read;
        while ((read = await line.ReadAsync(buffer, _closing.Token)) > 0)
        {
            HandOn(buffer.AsSpan(0, read).ToArray());
        }
    }

    private void HandOn(byte[] bytes)
    {
        lock (_gate)
        {
            var all = _kept.Length + bytes.Length;
            _kept = all <= KeptBytes ? [.. _kept, .. bytes] : [.. _kept.AsSpan(Math.Min(_kept.Length, all - KeptBytes)), .. bytes.AsSpan(Math.Max(0, bytes.Length - KeptBytes))];
            _viewer?.Offer(bytes);
        }
    }

    private void Leave(Attachment viewer)
    {
        lock (_gate)
        {
            viewer.End();
            if (_viewer != viewer)
            {
                return;
            }
            _viewer = null;
        }
        _changed();
    }

    private async ValueTask WriteAsync(Attachment viewer, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _viewer) != viewer)
        {
            throw new IOException("The console is another viewer's.");
        }
        var line = _line ?? throw new IOException("The console is not connected.");
        await line.WriteAsync(bytes, cancellationToken);
    }

    private sealed class Attachment(ConsoleHub hub) : IConsoleAttachment
    {
        // A viewer that does not read loses the oldest; the guest does not wait for it.
        private readonly Channel<ReadOnlyMemory<byte>> _output = Channel.CreateBounded<ReadOnlyMemory<byte>>(
            new BoundedChannelOptions(256) { FullMode = BoundedChannelFullMode.DropOldest });

        private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool TakenOver { get; private set; }

        public Task Left => _left.Task;

        public void Offer(ReadOnlyMemory<byte> bytes) => _output.Writer.TryWrite(bytes);

        public void TakeOver()
        {
            TakenOver = true;
            End();
        }

        public void End()
        {
            _output.Writer.TryComplete();
            _left.TrySetResult();
        }

        public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (var bytes in _output.Reader.ReadAllAsync(cancellationToken))
            {
                yield return bytes;
            }
        }

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default) => hub.WriteAsync(this, bytes, cancellationToken);

        public ValueTask DisposeAsync()
        {
            hub.Leave(this);
            return ValueTask.CompletedTask;
        }
    }
}
