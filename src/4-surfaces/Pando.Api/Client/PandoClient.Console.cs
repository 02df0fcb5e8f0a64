using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Pando.Api.Client.Transport;
using Pando.Api.Routes;

namespace Pando.Api.Client;

public sealed partial class PandoClient
{
    /// <summary>Connects to a machine's serial console; the first one where <paramref name="device"/> is null.</summary>
    public async Task<ConsoleConnection> OpenConsoleAsync(
        string machine, string? device = null, bool force = false, CancellationToken cancellationToken = default)
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        var target = Query(ApiRoutes.Fill(ApiRoutes.Console, machine), (ApiQuery.Device, device), (ApiQuery.Force, Flag(force)));
        var request = new ApiRequest("GET", target) { Limit = _options.QuestionLimit, Upgrade = true }
            .With("Connection", "Upgrade").With("Upgrade", "websocket")
            .With("Sec-WebSocket-Version", "13").With("Sec-WebSocket-Key", key);
        var response = await SendAsync(request, cancellationToken);
        if (response.Status != 101 || !string.Equals(response.Header("Sec-WebSocket-Accept"), AcceptOf(key), StringComparison.Ordinal))
        {
            response.Dispose();
            throw NotPando($"HTTP {response.Status}");
        }
        var socket = WebSocket.CreateFromStream(response.Body, new WebSocketCreationOptions
        {
            KeepAliveInterval = TimeSpan.FromSeconds(15),
            KeepAliveTimeout = _options.QuestionLimit,
        });
        return new ConsoleConnection(Address, socket, response);
    }

    private static string AcceptOf(string key)
    {
#pragma warning disable CA5350 // RFC 6455 §4.2.2 asks for SHA-1; it proves a handshake and guards nothing.
        return Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
    }
}
