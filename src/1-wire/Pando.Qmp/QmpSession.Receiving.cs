using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text.Json;
using Pando.Qmp.Framing;

namespace Pando.Qmp;

public sealed partial class QmpSession
{
    private const int ReadBufferBytes = 16 * 1024;

    private async Task ReceiveLoopAsync()
    {
        try
        {
            await ReceiveAllAsync();
            Close(new QmpClosedException(command: null));
        }
        catch (QmpProtocolException e)
        {
            Close(e);
        }
        catch (Exception e)
        {
            Close(new QmpClosedException(command: null, e));
        }
    }

    private async Task ReceiveAllAsync()
    {
        await using var stream = new NetworkStream(_socket, ownsSocket: false);
        // A monitor is silent most of the time: with reads of no bytes it holds no buffer while it waits.
        PipeReader input = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: ReadBufferBytes, useZeroByteReads: true));
        var reader = new MessageReader(input, _options.MessageLimitBytes);
        try
        {
            while (await reader.ReadAsync(_closing.Token) is { } message)
            {
                Handle(QmpMessage.From(message));
            }
        }
        finally
        {
            await input.CompleteAsync();
        }
    }

    private void Handle(QmpMessage message)
    {
        switch (message)
        {
            case QmpMessage.Greeting greeting:
                _greeting.TrySetResult(greeting.Value);
                break;
            case QmpMessage.Event happened:
                _events.Writer.TryWrite(happened.Value);
                break;
            case QmpMessage.Return reply when Find(reply.Id) is { } command:
                command.Succeed(reply.Value);
                Forget(command);
                break;
            case QmpMessage.Error reply when Find(reply.Id) is { } command:
                command.Fail(new QmpErrorException(command.Command, reply.ErrorClass, reply.Description));
                Forget(command);
                break;
            default:
                // The reply to a command whose caller gave up, or to one of an earlier connection.
                break;
        }
    }

    private PendingCommand? Find(string? id) => id is null ? null : _pending.GetValueOrDefault(id);

    private void Close(QmpException reason)
    {
        if (!_closed.TrySetResult(reason))
        {
            return;
        }

        _closing.Cancel();
        _socket.Dispose();
        _outgoing.Writer.TryComplete();
        _events.Writer.TryComplete();
        if (_greeting.TrySetException(reason))
        {
            _ = _greeting.Task.Exception;
        }

        foreach (PendingCommand command in _pending.Values)
        {
            FailAfterClose(command);
        }
    }

    private void FailAfterClose(PendingCommand command)
    {
        command.Fail(_closed.Task.IsCompletedSuccessfully ? Reason(command.Command) : new QmpClosedException(command.Command));
        Forget(command);
    }

    private QmpException Reason(string command) => _closed.Task.GetAwaiter().GetResult() switch
    {
        QmpProtocolException garbage => new QmpProtocolException(garbage.What, command, garbage.InnerException),
        QmpException other => new QmpClosedException(command, other.InnerException),
    };
}
