using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Pando.Testing;

/// <summary>A guest agent behind a unix socket that answers what a test tells it to, also nonsense or nothing.</summary>
public sealed class ScriptedAgent : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pando-agent-");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _serving;
    private volatile Socket? _connection;

    public ScriptedAgent()
    {
        Path = System.IO.Path.Combine(_folder.FullName, "agent.sock");
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen(4);
        _serving = ServeAsync();
    }

    /// <summary>Where it listens.</summary>
    public string Path { get; }

    /// <summary>Every command but synchronisations, as <c>guest-ping {}</c>.</summary>
    public ConcurrentQueue<string> Commands { get; } = new();

    /// <summary>How many connections there were.</summary>
    public int Connections { get; private set; }

    /// <summary>The answer to a command: bytes as they go out; null for silence.</summary>
    public Func<string, JsonElement, byte[]?> Answer { get; set; } = static (_, _) => Return("{}");

    /// <summary>The answer to a synchronisation.</summary>
    public Func<long, byte[]?> Sync { get; set; } = static id => [0xff, .. Return($"{id}")];

    public static byte[] Return(string json) => Bytes($$"""{"return": {{json}}}""" + "\n");

    public static byte[] Refuse(string description, string errorClass = "GenericError") =>
        Bytes($$$"""{"error": {"class": "{{{errorClass}}}", "desc": "{{{description}}}"}}""" + "\n");

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Says something by itself.</summary>
    public async Task SayAsync(byte[] bytes) => await _connection!.SendAsync(bytes);

    /// <summary>Goes away.</summary>
    public void Hangup() => _connection?.Dispose();

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Dispose();
        _connection?.Dispose();
        await _serving;
        _closing.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var connection = await _listener.AcceptAsync(_closing.Token);
                _connection = connection;
                Connections++;
                await TalkAsync(connection);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Over.
        }
    }

    private async Task TalkAsync(Socket connection)
    {
        try
        {
            using var stream = new NetworkStream(connection);
            // Latin-1 keeps the sentinel a character; it begins the line of a synchronisation.
            using var reader = new StreamReader(stream, Encoding.Latin1);
            while (await reader.ReadLineAsync(_closing.Token) is { } line)
            {
                if (AnswerTo(line) is { } answer)
                {
                    await connection.SendAsync(answer, _closing.Token);
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The other side went away: the next connection.
        }
    }

    private byte[]? AnswerTo(string line)
    {
        using var request = JsonDocument.Parse(line[(line.LastIndexOf('\u00ff') + 1)..]);
        var command = request.RootElement.GetProperty("execute").GetString()!;
        var arguments = request.RootElement.TryGetProperty("arguments", out var given) ? given.Clone() : JsonElement.Parse("{}");
        if (command == "guest-sync-delimited")
        {
            return Sync(arguments.GetProperty("id").GetInt64());
        }
        Commands.Enqueue($"{command} {arguments.GetRawText()}");
        return Answer(command, arguments);
    }
}
