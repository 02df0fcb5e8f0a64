using System.Net.Sockets;
using System.Text;

namespace Pando.Ovsdb.Tests;

/// <summary>Listens as a database does, and says what a test has it say.</summary>
internal sealed class ScriptedDatabase : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pando-ovsdb-").FullName;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private Socket? _peer;

    public ScriptedDatabase()
    {
        _listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        _listener.Listen();
    }

    public string SocketPath => Path.Combine(_folder, "db.sock");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async Task<OvsdbSession> MeetAsync(TimeSpan? limit = null, int? mostBytes = null)
    {
        var options = new OvsdbOptions { SocketPath = SocketPath, AnswerLimit = limit ?? TimeSpan.FromSeconds(30) };
        var session = await OvsdbSession.ConnectAsync(mostBytes is { } most ? options with { MostBytes = most } : options, Ct);
        _peer = await _listener.AcceptAsync(Ct);
        return session;
    }

    public async Task SayAsync(string words)
    {
        for (ReadOnlyMemory<byte> rest = Encoding.UTF8.GetBytes(words); !rest.IsEmpty;)
        {
            rest = rest[await _peer!.SendAsync(rest, Ct)..];
        }
    }

    /// <summary>What the other side says, up to and with these words.</summary>
    public async Task<string> HearAsync(string last)
    {
        var heard = new StringBuilder();
        var buffer = new byte[4096];
        while (!heard.ToString().Contains(last, StringComparison.Ordinal))
        {
            var count = await _peer!.ReceiveAsync(buffer, Ct);
            Assert.True(count > 0, $"The other side hung up after: {heard}");
            heard.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }
        return heard.ToString();
    }

    public void HangUp() => _peer!.Dispose();

    public void Dispose()
    {
        _peer?.Dispose();
        _listener.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
