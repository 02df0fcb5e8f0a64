using System.Net.Sockets;
using System.Text;

namespace Pando.ScriptedQemu;

/// <summary>
/// The far end of a QMP connection that says exactly what a test tells it to, when the test tells it to.
/// <see cref="Client"/> is the near end, for the session under test.
/// </summary>
public sealed class ScriptedPeer : IAsyncDisposable
{
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(20);

    private readonly TimeSpan _patience;
    private readonly NetworkStream _stream;
    private readonly StreamReader _reader;

    /// <param name="server">The peer's own end.</param>
    /// <param name="client">The other end, where it is in this process too.</param>
    /// <param name="patience">How long the peer waits for a command before the test fails.</param>
    /// <param name="incoming">What is read in the socket's place, for a peer that takes descriptors.</param>
    public ScriptedPeer(Socket server, Socket? client = null, TimeSpan? patience = null, Stream? incoming = null)
    {
        _patience = patience ?? DefaultPatience;
        Server = server;
        Client = client!;
        _stream = new NetworkStream(server, ownsSocket: true);
        _reader = new StreamReader(incoming ?? _stream, new UTF8Encoding(false));
    }

    public Socket Client { get; }

    /// <summary>The peer's own socket, for tests of what arrives beside the bytes.</summary>
    public Socket Server { get; }

    public static async Task<ScriptedPeer> CreateAsync()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("pando-scripted-");
        try
        {
            var address = new UnixDomainSocketEndPoint(Path.Combine(directory.FullName, "qmp"));
            using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            listener.Bind(address);
            listener.Listen(1);
            var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await client.ConnectAsync(address);
            return new ScriptedPeer(await listener.AcceptAsync(), client);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    /// <summary>Greets as QEMU 7.2 does.</summary>
    public Task GreetAsync(bool outOfBand = true) => SayAsync(
        $$$"""{"QMP": {"version": {"qemu": {"micro": 9, "minor": 2, "major": 7}, "package": "scripted"}, "capabilities": [{{{(outOfBand ? "\"oob\"" : "")}}}]}}""");

    /// <summary>Greets and answers the negotiation.</summary>
    public async Task NegotiateAsync(bool outOfBand = true)
    {
        await GreetAsync(outOfBand);
        ScriptedRequest request = await ExpectAsync("qmp_capabilities");
        await ReturnAsync(request);
    }

    /// <summary>The next command; null when the session closed.</summary>
    public async Task<ScriptedRequest?> ReceiveAsync()
    {
        using var limit = new CancellationTokenSource(_patience);
        string? line = await _reader.ReadLineAsync(limit.Token);
        return line is null ? null : ScriptedRequest.Parse(line);
    }

    /// <summary>The next command, which must be this one.</summary>
    public async Task<ScriptedRequest> ExpectAsync(string command)
    {
        ScriptedRequest? request = await ReceiveAsync();
        return request?.Command == command
            ? request
            : throw new InvalidOperationException($"expected {command}, got {request?.Command ?? "the end"}");
    }

    public Task ReturnAsync(ScriptedRequest request, string result = "{}") =>
        SayAsync($$"""{"return": {{result}}{{IdMember(request)}}}""");

    public Task RefuseAsync(ScriptedRequest request, string errorClass, string description) =>
        SayAsync($$$"""{"error": {"class": "{{{errorClass}}}", "desc": "{{{description}}}"}{{{IdMember(request)}}}}""");

    public Task HappenAsync(string name, string data = "{}") => SayAsync(Event(name, data));

    /// <summary>The same without a thread in between, for what must be said before the process ends.</summary>
    public void Happen(string name, string data = "{}") => _stream.Write(Encoding.UTF8.GetBytes(Event(name, data) + "\r\n"));

    /// <summary>Says a line, whatever it is.</summary>
    public Task SayAsync(string line) => SayBytesAsync(Encoding.UTF8.GetBytes(line + "\r\n"));

    public async Task SayBytesAsync(ReadOnlyMemory<byte> bytes) => await _stream.WriteAsync(bytes);

    /// <summary>Goes away, as a QEMU that died.</summary>
    public void Close() => _stream.Dispose();

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _stream.DisposeAsync();
        Client?.Dispose();
    }

    private static string Event(string name, string data) =>
        $$$"""{"timestamp": {"seconds": 1700000000, "microseconds": 250000}, "event": "{{{name}}}", "data": {{{data}}}}""";

    private static string IdMember(ScriptedRequest request) => request.Id is null ? "" : $", \"id\": {request.Id}";
}
