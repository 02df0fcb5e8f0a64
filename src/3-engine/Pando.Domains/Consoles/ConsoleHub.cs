using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Pando.Domains.Consoles;

/// <summary>
/// One console of a running machine. It reads all the time, so that the guest never waits for a viewer, keeps the
/// last of what was written, and hands everything on to whoever looks.
/// </summary>
internal sealed class ConsoleHub : IAsyncDisposable
{
    // About a screen of colourful text; grows only as far as the guest writes.
    private const int KeptBytes = 16 * 1024;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly List<Attachment> _viewers = [];
    private readonly TimeProvider _time;
    private byte[] _kept = [];
    private IConsoleLine? _line;
    private Task _reading = Task.CompletedTask;

    public ConsoleHub(ConsoleEndpoint endpoint, TimeProvider time)
    {
        Endpoint = endpoint;
        _time = time;
    }

    public ConsoleEndpoint Endpoint { get; }

    public void Open() => _reading = ReadAllAsync();

    public IConsoleAttachment Attach(bool force)
    {
        lock (_gate)
        {
            if (force)
            {
                foreach (var other in _viewers)
                {
                    other.End();
                }
                _viewers.Clear();
            }
            var viewer = new Attachment(this);
            if (_kept.Length > 0)
            {
                viewer.Offer(_kept);
            }
            _viewers.Add(viewer);
            return viewer;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _reading;
        lock (_gate)
        {
            foreach (var viewer in _viewers)
            {
                viewer.End();
            }
            _viewers.Clear();
        }
        _line?.Dispose();
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
            foreach (var viewer in _viewers)
            {
                viewer.Offer(bytes);
            }
        }
    }

    private void Leave(Attachment viewer)
    {
        lock (_gate)
        {
            _viewers.Remove(viewer);
        }
        viewer.End();
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var line = _line ?? throw new IOException("The console is not connected.");
        await line.WriteAsync(bytes, cancellationToken);
    }

    private sealed class Attachment(ConsoleHub hub) : IConsoleAttachment
    {
        // A viewer that does not read loses the oldest; the guest does not wait for it.
        private readonly Channel<ReadOnlyMemory<byte>> _output = Channel.CreateBounded<ReadOnlyMemory<byte>>(
            new BoundedChannelOptions(256) { FullMode = BoundedChannelFullMode.DropOldest });

        public void Offer(ReadOnlyMemory<byte> bytes) => _output.Writer.TryWrite(bytes);

        public void End() => _output.Writer.TryComplete();

        public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (var bytes in _output.Reader.ReadAllAsync(cancellationToken))
            {
                yield return bytes;
            }
        }

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default) => hub.WriteAsync(bytes, cancellationToken);

        public ValueTask DisposeAsync()
        {
            hub.Leave(this);
            return ValueTask.CompletedTask;
        }
    }
}
