using System.Collections.Concurrent;
using Pando.Libvirt;
using Pando.Libvirt.Framing;
using Pando.Libvirt.Protocol;

namespace Pando.LibvirtServer.Streams;

/// <summary>The streams of one client.</summary>
/// <param name="channel">Its connection.</param>
/// <param name="failed">Told what a stream of a procedure failed of that its client is not told.</param>
internal sealed class ClientStreams(PacketChannel channel, Action<Exception, int> failed)
{
    // Each holds some of what its client sends.
    private const int Most = 64;

    private readonly ConcurrentDictionary<uint, (ServerStream Stream, Task Running)> _bySerial = new();

    /// <summary>Answers a call, and has its stream moved from then on. Completes with the answer.</summary>
    public async ValueTask BeginAsync(PacketHeader call, StreamDirection direction, Func<ValueTask> answer, IStreamWork work, CancellationToken connection)
    {
        var stream = new ServerStream(channel, call, direction, failed, connection);
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            if (_bySerial.Count >= Most || !_bySerial.TryAdd(call.Serial, (stream, running.Task)))
            {
                throw new LibvirtRefusal(LibvirtErrorNumber.Rpc, LibvirtErrorDomain.Streams, $"at most {Most} streams at one time, each of a call of its own");
            }
            // Known before it is answered: the client may send at once.
            await answer();
        }
        catch
        {
            await work.DisposeAsync();
            Forget(call.Serial, stream);
            running.SetResult();
            throw;
        }
        _ = RunAsync(call.Serial, stream, work, running, connection);
    }

    /// <summary>A packet of some stream. One of a stream that is over was sent before its client heard of that.</summary>
    public ValueTask TakeAsync(Packet packet, CancellationToken cancellationToken) =>
        _bySerial.TryGetValue(packet.Header.Serial, out var known) && known.Stream.Owns(packet.Header) ? known.Stream.TakeAsync(packet, cancellationToken) : default;

    /// <summary>Waits for the ends of all, after the client's.</summary>
    public Task EndAsync() => Task.WhenAll(_bySerial.Values.Select(known => known.Running));

    private async Task RunAsync(uint serial, ServerStream stream, IStreamWork work, TaskCompletionSource running, CancellationToken connection)
    {
        try
        {
            await stream.RunAsync(work, connection);
        }
        finally
        {
            Forget(serial, stream);
            running.SetResult();
        }
    }

    private void Forget(uint serial, ServerStream stream)
    {
        if (_bySerial.TryGetValue(serial, out var known) && known.Stream == stream)
        {
            _bySerial.TryRemove(serial, out _);
        }
        stream.Dispose();
    }
}
