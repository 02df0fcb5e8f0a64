using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Pando.Api.Client.Transport;

/// <summary>
/// HTTP/1.1 over a unix socket, a connection a request. The framework's HttpClient would do, and would cost a short
/// command 40 ms of start-up: more than all the rest of it.
/// </summary>
internal sealed class UnixTransport(PandoAddress address, TimeProvider time) : IApiTransport
{
    private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();

    public void Dispose()
    {
    }

    public async Task<ApiResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var reader = new SocketReader(Connect(request.Limit));
        try
        {
            using var limit = new CancellationTokenSource(request.Limit, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            try
            {
                var unsent = await SendRequestAsync(reader, request, () => limit.CancelAfter(request.Limit), either.Token);
                var head = await ReadHeadAsync(reader, either.Token)
                    ?? throw new PandoUnreachableException(address, UnreachableReason.Lost, unsent);
                return new ApiResponse(head.Status, head.Header, BodyStream.Of(head, reader), reader);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new PandoUnreachableException(address, UnreachableReason.Silent);
            }
        }
        catch (SocketException e)
        {
            reader.Dispose();
            throw new PandoUnreachableException(address, UnreachableReason.Lost, e);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    private Socket Connect(TimeSpan limit)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            // It waits only where the server's backlog is full, and then for as long as this says: EAGAIN (unix(7), socket(7)).
            socket.SendTimeout = (int)limit.TotalMilliseconds;
            socket.Connect(new UnixDomainSocketEndPoint(address.SocketPath!));
            socket.SendTimeout = 0;
            return socket;
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            socket.Dispose();
            throw new PandoUnreachableException(address, ReasonOf(e), e);
        }
    }

    private UnreachableReason ReasonOf(Exception failure) => (failure as SocketException)?.SocketErrorCode switch
    {
        SocketError.AccessDenied => UnreachableReason.NotPermitted,
        SocketError.ConnectionRefused => UnreachableReason.Refused,
        SocketError.WouldBlock => UnreachableReason.Silent,
        _ when !Path.Exists(address.SocketPath) => UnreachableReason.Missing,
        _ => UnreachableReason.Other,
    };

    /// <summary>Sends it all; a server that stops reading has usually answered why, so that the failure is kept for later.</summary>
    private static async ValueTask<SocketException?> SendRequestAsync(
        SocketReader connection, ApiRequest request, Action onProgress, CancellationToken cancellationToken)
    {
        try
        {
            await connection.WriteAsync(Encoding.ASCII.GetBytes(Head(request)), cancellationToken);
            if (request.Body is not null)
            {
                var buffer = new byte[64 * 1024];
                int count;
                while ((count = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
                {
                    await connection.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                    onProgress();
                }
            }
            return null;
        }
        catch (SocketException e)
        {
            return e;
        }
    }

    private static string Head(ApiRequest request)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"{request.Method} {request.Target} HTTP/1.1\r\nHost: pando\r\n");
        if (!request.Upgrade)
        {
            head.Append("Connection: close\r\n");
        }
        foreach (var (name, value) in request.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }
        if (request.Body is not null)
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Type: {request.ContentType}\r\nContent-Length: {request.BodyLength}\r\n");
        }
        else if (request.Method is "POST" or "PUT")
        {
            head.Append("Content-Length: 0\r\n");
        }
        return head.Append("\r\n").ToString();
    }

    private async ValueTask<ResponseHead?> ReadHeadAsync(SocketReader reader, CancellationToken cancellationToken)
    {
        while (await reader.ReadToAsync(HeadEnd, cancellationToken) is { } bytes)
        {
            var head = ResponseHead.Parse(bytes.Span) ?? throw new PandoUnreachableException(address, UnreachableReason.NotPando);
            // Interim answers (100 Continue) come before the real one; 101 is the real one.
            if (head.Status is >= 200 or 101)
            {
                return head;
            }
        }
        return null;
    }
}
