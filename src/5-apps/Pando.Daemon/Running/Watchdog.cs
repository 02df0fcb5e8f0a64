using System.Text;
using Microsoft.Extensions.Logging;
using Pando.Api.Routes;
using Pando.Linux;
using Pando.Linux.Sockets;
using Pando.Linux.Systemd;

namespace Pando.Daemon.Running;

/// <summary>
/// Tells systemd that the daemon lives as long as it really answers: a request over its own socket goes the way of every
/// other one. What hangs is restarted; guests do not notice.
/// </summary>
internal sealed partial class Watchdog(SystemdNotify systemd, string socketPath, TimeProvider time, ILogger<Watchdog> log)
{
    private static readonly byte[] Request = Encoding.ASCII.GetBytes($"GET {ApiRoutes.Jobs}?active=true HTTP/1.1\r\nHost: pando\r\nConnection: close\r\n\r\n");
    private static readonly byte[] Answer = "HTTP/1.1 200"u8.ToArray();

    /// <summary>Feeds it until the daemon stops; does nothing where systemd does not watch.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (systemd.WatchdogInterval is not { } interval)
        {
            return;
        }
        using var timer = new PeriodicTimer(interval / 3, time);
        try
        {
            do
            {
                if (await AnswersAsync(socketPath, interval / 3, cancellationToken))
                {
                    systemd.Watchdog();
                }
                else
                {
                    NoAnswer(interval / 3);
                }
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The daemon stops, and cuts off the request that was under way in whatever way.
        }
    }

    /// <summary>Whether the API answers a request in time.</summary>
    internal static async Task<bool> AnswersAsync(string socketPath, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var expiry = new CancellationTokenSource(limit);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellationToken);
        try
        {
            using var socket = await UnixConnect.ConnectAsync(socketPath, limit, either.Token);
            await socket.SendAsync(Request, either.Token);
            var start = new byte[Answer.Length];
            var read = 0;
            int more;
            while (read < start.Length && (more = await socket.ReceiveAsync(start.AsMemory(read), either.Token)) > 0)
            {
                read += more;
            }
            return start.AsSpan().SequenceEqual(Answer);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested
            && failure is OperationCanceledException or TimeoutException or SyscallException or System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The API did not answer a request of the daemon's own within {Limit}; systemd is not told that it lives")]
    private partial void NoAnswer(TimeSpan limit);
}
