using System.Net.Sockets;
using System.Text;

namespace Pando.Linux.Dbus;

/// <summary>A connection to the system's message bus (D-Bus specification). One caller, one call at a time.</summary>
internal sealed class DbusConnection : IDisposable
{
    private const string BusName = "org.freedesktop.DBus";
    private readonly NetworkStream _stream;
    private readonly List<DbusMessage> _signals = [];
    private uint _serial;

    private DbusConnection(Socket socket) => _stream = new NetworkStream(socket, ownsSocket: true);

    /// <summary>Connects as the user of this process.</summary>
    /// <param name="socketPath">Where it listens.</param>
    /// <param name="isBus">Whether it is a bus; otherwise the peer itself.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">Nobody listens, or we are refused.</exception>
    public static async Task<DbusConnection> ConnectAsync(string socketPath, bool isBus, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"{socketPath}: {e.Message}", e);
        }

        var connection = new DbusConnection(socket);
        try
        {
            await connection.AuthenticateAsync(cancellationToken);
            if (isBus)
            {
                await connection.CallAsync(new DbusCall(BusName, "/org/freedesktop/DBus", BusName, "Hello"), cancellationToken);
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>From now on signals that match come in.</summary>
    public Task MatchAsync(string rule, CancellationToken cancellationToken) => CallAsync(
        new DbusCall(BusName, "/org/freedesktop/DBus", BusName, "AddMatch") { Signature = "s", Body = body => body.Text(rule) }, cancellationToken);

    /// <summary>Calls a method and waits for its answer; signals that come before it are kept.</summary>
    /// <exception cref="DbusErrorException">The answer is an error; its words.</exception>
    /// <exception cref="IOException">The bus has gone.</exception>
    public async Task<DbusMessage> CallAsync(DbusCall call, CancellationToken cancellationToken)
    {
        uint serial = ++_serial;
        await _stream.WriteAsync(DbusMessage.Call(serial, call), cancellationToken);
        while (true)
        {
            DbusMessage message = await ReadAsync(cancellationToken);
            if (message.Kind == DbusMessageKind.Signal)
            {
                _signals.Add(message);
            }
            else if (message.ReplyTo == serial)
            {
                return message.Kind == DbusMessageKind.Return
                    ? message
                    : throw new DbusErrorException(
                        call.Member, message.ErrorName ?? string.Empty, message.Body.Length > sizeof(uint) ? message.TextAt(0).Text : message.ErrorName ?? string.Empty);
            }
        }
    }

    /// <summary>Whether a service is there; none is started for the question.</summary>
    public async Task<bool> HasAsync(string service, CancellationToken cancellationToken)
    {
        DbusMessage answer = await CallAsync(
            new DbusCall(BusName, "/org/freedesktop/DBus", BusName, "NameHasOwner") { Signature = "s", Body = body => body.Text(service) }, cancellationToken);
        return answer.NumberAt(0) != 0;
    }

    /// <summary>The next signal, a kept one first.</summary>
    public async Task<DbusMessage> SignalAsync(CancellationToken cancellationToken)
    {
        if (_signals.Count > 0)
        {
            DbusMessage kept = _signals[0];
            _signals.RemoveAt(0);
            return kept;
        }

        DbusMessage message;
        do
        {
            message = await ReadAsync(cancellationToken);
        }
        while (message.Kind != DbusMessageKind.Signal);
        return message;
    }

    public void Dispose() => _stream.Dispose();

    // SASL's EXTERNAL: the bus takes the user from the socket, and only wants it said once more, as digits in hexadecimal.
    private async Task AuthenticateAsync(CancellationToken cancellationToken)
    {
        string user = Convert.ToHexString(Encoding.ASCII.GetBytes($"{Libc.geteuid()}"));
        await _stream.WriteAsync(Encoding.ASCII.GetBytes($"\0AUTH EXTERNAL {user}\r\n"), cancellationToken);
        var line = new StringBuilder();
        byte[] one = new byte[1];
        while (!line.ToString().EndsWith("\r\n", StringComparison.Ordinal))
        {
            await _stream.ReadExactlyAsync(one, cancellationToken);
            line.Append((char)one[0]);
        }

        if (!line.ToString().StartsWith("OK ", StringComparison.Ordinal))
        {
            throw new IOException($"The message bus refuses: {line.ToString().Trim()}");
        }

        await _stream.WriteAsync("BEGIN\r\n"u8.ToArray(), cancellationToken);
    }

    private async Task<DbusMessage> ReadAsync(CancellationToken cancellationToken)
    {
        byte[] start = new byte[DbusMessage.FixedBytes];
        await _stream.ReadExactlyAsync(start, cancellationToken);
        (int fieldBytes, int bodyBytes) = DbusMessage.Lengths(start);
        byte[] fields = new byte[fieldBytes];
        byte[] body = new byte[bodyBytes];
        await _stream.ReadExactlyAsync(fields, cancellationToken);
        await _stream.ReadExactlyAsync(body, cancellationToken);
        return DbusMessage.Read(start, fields, body);
    }
}
