using System.Net.Sockets;
using System.Text;

namespace Pando.Storage.Tests.Images;

/// <summary>Talks to a guest over QEMU's serial socket.</summary>
internal sealed class SerialConsole : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly StringBuilder _heard = new();
    private readonly byte[] _buffer = new byte[4096];
    private int _read;

    /// <summary>All that the guest has said.</summary>
    public string Transcript => _heard.ToString();

    public async Task ConnectAsync(string path, CancellationToken cancellationToken) =>
        await _socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);

    /// <summary>Reads until the guest has said this, after what was waited for before.</summary>
    public async Task ExpectAsync(string text, CancellationToken cancellationToken)
    {
        int found;
        while ((found = Transcript.IndexOf(text, _read, StringComparison.Ordinal)) < 0)
        {
            var count = await _socket.ReceiveAsync(_buffer, cancellationToken);
            Assert.True(count > 0, $"The guest's console ended before it said '{text}':\n{Transcript}");
            _heard.Append(Encoding.UTF8.GetString(_buffer, 0, count));
        }
        _read = found + text.Length;
    }

    /// <summary>Reads to the end: a guest whose console nobody reads waits for ever when it shuts down.</summary>
    public async Task ReadToEndAsync(CancellationToken cancellationToken)
    {
        int count;
        while ((count = await _socket.ReceiveAsync(_buffer, cancellationToken)) > 0)
        {
            _heard.Append(Encoding.UTF8.GetString(_buffer, 0, count));
        }
    }

    public async Task SayAsync(string line, CancellationToken cancellationToken) =>
        await _socket.SendAsync(Encoding.UTF8.GetBytes(line + "\n"), cancellationToken);

    public void Dispose() => _socket.Dispose();
}
