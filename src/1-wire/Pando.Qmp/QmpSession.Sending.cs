using System.Net.Sockets;
using System.Text.Json;
using System.Threading.Channels;
using Pando.Qmp.Descriptors;

namespace Pando.Qmp;

public sealed partial class QmpSession
{
    // One loop writes, so that a caller who gives up never leaves half a line on the wire.
    private readonly Channel<PendingCommand> _outgoing =
        Channel.CreateUnbounded<PendingCommand>(new UnboundedChannelOptions { SingleReader = true });

    // QEMU keeps only the descriptors that arrived last and hands them to the next command that wants one: a second
    // descriptor may leave only when the reply to the command of the first has come, however late.
    private readonly SemaphoreSlim _descriptorGate = new(1, 1);

    private async Task<JsonElement> ExchangeAsync(PendingCommand command, TimeSpan? limit, CancellationToken cancellationToken)
    {
        TimeSpan wait = limit ?? _options.DefaultLimit;
        using var expiry = new CancellationTokenSource(wait, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellationToken);
        try
        {
            if (command.Descriptor is not null)
            {
                await _descriptorGate.WaitAsync(either.Token);
            }

            Enqueue(command);
            return await command.Reply.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new QmpTimeoutException(command.Command, wait);
        }
        finally
        {
            Leave(command);
        }
    }

    private void Enqueue(PendingCommand command)
    {
        _pending[command.Id] = command;
        bool queued = _outgoing.Writer.TryWrite(command);
        if (!queued || _closed.Task.IsCompleted)
        {
            FailAfterClose(command);
        }
    }

    /// <summary>The caller leaves. What was sent with a descriptor stays known until its reply, which opens the gate.</summary>
    private void Leave(PendingCommand command)
    {
        bool replyMayCome = !command.TryGiveUp() && !command.Reply.IsCompleted;
        if (command.Descriptor is null || !replyMayCome)
        {
            Forget(command);
        }
    }

    /// <summary>Removes a command; the one that removes it opens the gate of the descriptors, so that it opens once.</summary>
    private void Forget(PendingCommand command)
    {
        if (_pending.TryRemove(command.Id, out _) && command.Descriptor is not null)
        {
            _descriptorGate.Release();
        }
    }

    private async Task SendLoopAsync()
    {
        try
        {
            await foreach (PendingCommand command in _outgoing.Reader.ReadAllAsync(_closing.Token))
            {
                if (command.TryBeginSending())
                {
                    await SendAsync(command);
                }
            }
        }
        catch (Exception e)
        {
            Close(new QmpClosedException(command: null, e));
        }
    }

    private async Task SendAsync(PendingCommand command)
    {
        ReadOnlyMemory<byte> rest = command.Line;
        if (command.Descriptor is { } descriptor)
        {
            if (descriptor.IsClosed)
            {
                command.Fail(new ObjectDisposedException(nameof(command.Descriptor), "The descriptor to pass was closed before it was sent."));
                Forget(command);
                return;
            }

            await _socket.SendWithDescriptorAsync(rest, descriptor, _closing.Token);
            return;
        }

        while (!rest.IsEmpty)
        {
            rest = rest[await _socket.SendAsync(rest, SocketFlags.None, _closing.Token)..];
        }
    }
}
