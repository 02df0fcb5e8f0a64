using System.Net.WebSockets;
using Microsoft.Extensions.Logging;
using Pando.Domains;

namespace Pando.Rest.Streams;

/// <summary>Carries a console over a websocket, both ways, until one side ends.</summary>
internal sealed partial class ConsoleRelay(WebSocket socket, IConsoleAttachment console, TimeSpan writeLimit, TimeProvider time, ILogger log)
{
    /// <summary>The close code when another viewer took the console.</summary>
    public const WebSocketCloseStatus TakenOver = (WebSocketCloseStatus)4001;

    private const int MessageBytes = 8 * 1024;
    private static readonly TimeSpan GoodbyeLimit = TimeSpan.FromSeconds(1);

    /// <summary>Ends with the first side that does, and tells the client why where it still listens.</summary>
    /// <param name="stopping">The daemon stops.</param>
    /// <param name="clientLeft">The connection is gone.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken clientLeft)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(clientLeft);
        var output = SendOutputAsync(ending.Token);
        var input = ReceiveInputAsync(ending.Token);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (stopping.UnsafeRegister(static source => ((TaskCompletionSource)source!).TrySetResult(), stopped))
        {
            await Task.WhenAny(output, input, stopped.Task);
        }
        if (stopped.Task.IsCompleted)
        {
            await CloseAsync(WebSocketCloseStatus.EndpointUnavailable, "pandod stops", input);
        }
        else if (output.IsCompletedSuccessfully)
        {
            await (console.TakenOver
                ? CloseAsync(TakenOver, "taken over", input)
                : CloseAsync(WebSocketCloseStatus.NormalClosure, "the machine stopped", input));
        }
        await ending.CancelAsync();
        await SettleAsync(output);
        await SettleAsync(input);
    }

    private async Task SendOutputAsync(CancellationToken cancellationToken)
    {
        await foreach (var bytes in console.ReadAsync(cancellationToken))
        {
            await socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken)
                .AsTask().WaitAsync(writeLimit, time, cancellationToken);
        }
    }

    // Messages have no meaning of their own: what comes is typed as it comes.
    private async Task ReceiveInputAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[MessageBytes];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                if (socket.State == WebSocketState.CloseReceived)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
                }
                return;
            }
            await console.WriteAsync(buffer.AsMemory(0, received.Count), cancellationToken);
        }
    }

    // The connection stays until the client has answered: cutting it at once could overtake the reason.
    private async Task CloseAsync(WebSocketCloseStatus status, string reason, Task clientAnswers)
    {
        try
        {
            await socket.CloseOutputAsync(status, reason, CancellationToken.None).WaitAsync(GoodbyeLimit, time);
            await clientAnswers.WaitAsync(GoodbyeLimit, time);
        }
        catch (Exception failure) when (failure is WebSocketException or TimeoutException or IOException or OperationCanceledException)
        {
            SideEnded(failure.Message);
        }
    }

    private async Task SettleAsync(Task side)
    {
        try
        {
            await side;
        }
        catch (OperationCanceledException)
        {
            // The other side ended first.
        }
        catch (Exception failure) when (failure is WebSocketException or TimeoutException or IOException)
        {
            SideEnded(failure.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "A console ended: {Reason}")]
    private partial void SideEnded(string reason);
}
