using System.Buffers;
using System.Net.Sockets;
using System.Text.Json;
using Pando.Ovsdb.Framing;
using Pando.Ovsdb.Operations;

namespace Pando.Ovsdb;

/// <summary>
/// A connection to the database of a switch (RFC 7047). One thing is asked at a time; the server's own questions, whether this side
/// is alive, are answered while it is waited.
/// </summary>
public sealed class OvsdbSession : IDisposable
{
    private const string Database = "Open_vSwitch";
    private const string MonitorName = "watched";
    private const int MostUpdates = 4096;

    private readonly OvsdbOptions _options;
    private readonly Socket _socket;
    private readonly MessageInput _input;
    private readonly Queue<JsonElement> _updates = new();
    private int _lastId;

    private OvsdbSession(OvsdbOptions options, Socket socket)
    {
        _options = options;
        _socket = socket;
        _input = new MessageInput(socket, options.MostBytes);
    }

    /// <summary>Connects.</summary>
    /// <exception cref="OvsdbUnreachableException">Nobody listens.</exception>
    public static async Task<OvsdbSession> ConnectAsync(OvsdbOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var session = new OvsdbSession(options, socket);
        try
        {
            return await session.LimitedAsync("connect", options.AnswerLimit, async limited =>
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(options.SocketPath), limited);
                return session;
            }, cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Carries out all operations, or none of them.</summary>
    /// <returns>One answer for each.</returns>
    /// <exception cref="OvsdbException">It is refused, or the server is not what it should be.</exception>
    public async Task<IReadOnlyList<OvsdbAnswer>> TransactAsync(IReadOnlyList<OvsdbOperation> operations, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operations);
        var result = await AskAsync("transact", json =>
        {
            json.WriteStringValue(Database);
            foreach (var operation in operations)
            {
                operation.Write(json);
            }
        }, cancellationToken);
        return OvsdbAnswer.All(result, operations.Count);
    }

    /// <summary>Has the server say when columns of a table change.</summary>
    /// <returns>The rows as they are.</returns>
    /// <exception cref="OvsdbException">It is refused, or the server is not what it should be.</exception>
    public async Task<IReadOnlyList<OvsdbRow>> WatchAsync(string table, IReadOnlyList<string> columns, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var result = await AskAsync("monitor", json =>
        {
            json.WriteStringValue(Database);
            json.WriteStringValue(MonitorName);
            json.WriteStartObject();
            json.WriteStartObject(table);
            json.WriteStartArray("columns");
            foreach (var column in columns)
            {
                json.WriteStringValue(column);
            }
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }, cancellationToken);
        return NewRows(result);
    }

    /// <summary>Waits for the next change of what is watched.</summary>
    /// <returns>The rows as they are now.</returns>
    /// <exception cref="OvsdbTimeoutException">Nothing changed.</exception>
    /// <exception cref="OvsdbException">The server is not what it should be.</exception>
    public Task<IReadOnlyList<OvsdbRow>> NextChangeAsync(TimeSpan limit, CancellationToken cancellationToken = default) => LimitedAsync("update", limit, async limited =>
    {
        JsonElement update;
        while (!_updates.TryDequeue(out update))
        {
            await TakeAsync(await _input.ReadAsync(limited), limited);
        }
        return NewRows(update);
    }, cancellationToken);

    /// <summary>
    /// Gives a command to a program that listens here for commands (ovs-appctl(8), <c>--unixctl</c>): it speaks as the database does, a command
    /// in the method's place and texts for parameters.
    /// </summary>
    /// <returns>What it says.</returns>
    /// <exception cref="OvsdbException">It is refused, or the program is not what it should be.</exception>
    public async Task<string> CommandAsync(string command, IReadOnlyList<string> arguments, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var result = await AskAsync(command, json =>
        {
            foreach (var argument in arguments)
            {
                json.WriteStringValue(argument);
            }
        }, cancellationToken);
        return result.ValueKind == JsonValueKind.String ? result.GetString()! : throw new OvsdbProtocolException("the answer to a command is no text");
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private Task<JsonElement> AskAsync(string method, Action<Utf8JsonWriter> parameters, CancellationToken cancellationToken) => LimitedAsync(method, _options.AnswerLimit, async limited =>
    {
        var id = ++_lastId;
        await SendAsync(json =>
        {
            json.WriteString("method", method);
            json.WriteStartArray("params");
            parameters(json);
            json.WriteEndArray();
            json.WriteNumber("id", id);
        }, limited);
        while (true)
        {
            var message = await _input.ReadAsync(limited);
            if (message.TryGetProperty("method", out _))
            {
                await TakeAsync(message, limited);
                continue;
            }
            return Answer(message, id);
        }
    }, cancellationToken);

    private static JsonElement Answer(JsonElement message, int id)
    {
        if (!message.TryGetProperty("id", out var given) || given.ValueKind != JsonValueKind.Number || !given.TryGetInt32(out var number) || number != id)
        {
            throw new OvsdbProtocolException("an answer is to nothing that was asked");
        }
        if (message.TryGetProperty("error", out var error) && error.ValueKind != JsonValueKind.Null)
        {
            throw OvsdbAnswer.Refusal(error);
        }
        return message.TryGetProperty("result", out var result) ? result : throw new OvsdbProtocolException("an answer has no result");
    }

    /// <summary>What the server says by itself.</summary>
    private async ValueTask TakeAsync(JsonElement message, CancellationToken cancellationToken)
    {
        var method = message.TryGetProperty("method", out var word) && word.ValueKind == JsonValueKind.String ? word.GetString() : throw new OvsdbProtocolException("a message is neither a question nor an answer");
        var hasParameters = message.TryGetProperty("params", out var parameters) && parameters.ValueKind == JsonValueKind.Array;
        switch (method)
        {
            case "echo" when hasParameters && message.TryGetProperty("id", out var id):
                await SendAsync(json =>
                {
                    json.WritePropertyName("result");
                    parameters.WriteTo(json);
                    json.WriteNull("error");
                    json.WritePropertyName("id");
                    id.WriteTo(json);
                }, cancellationToken);
                break;
            case "update" when hasParameters && parameters.GetArrayLength() == 2:
                _updates.Enqueue(_updates.Count < MostUpdates ? parameters[1] : throw new OvsdbProtocolException("more changes come than anybody has made"));
                break;
            default:
                // What a later server says beside it is none of ours.
                break;
        }
    }

    private async ValueTask SendAsync(Action<Utf8JsonWriter> content, CancellationToken cancellationToken)
    {
        var bytes = new ArrayBufferWriter<byte>();
        await using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }
        for (var rest = bytes.WrittenMemory; !rest.IsEmpty;)
        {
            rest = rest[await _socket.SendAsync(rest, SocketFlags.None, cancellationToken)..];
        }
    }

    // { table: { row: { "old": …, "new": … } } } (RFC 7047, 4.1.6). A row that went has no "new".
    private static IReadOnlyList<OvsdbRow> NewRows(JsonElement tables)
    {
        var rows = new List<OvsdbRow>();
        foreach (var row in Members(tables).SelectMany(static table => Members(table.Value)))
        {
            if (row.Value.ValueKind == JsonValueKind.Object && row.Value.TryGetProperty("new", out var columns))
            {
                rows.Add(new OvsdbRow(columns));
            }
        }
        return rows;
    }

    private static IEnumerable<JsonProperty> Members(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : throw new OvsdbProtocolException("a change is no object");

    private async Task<T> LimitedAsync<T>(string what, TimeSpan limit, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(limit, _options.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await work(both.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new OvsdbTimeoutException(what, limit);
        }
        catch (Exception e) when (e is SocketException or EndOfStreamException)
        {
            // What .NET says of a socket that is not there is of an address that cannot be assigned.
            throw new OvsdbUnreachableException(_options.SocketPath, File.Exists(_options.SocketPath) ? e.Message : "No such file or directory", e);
        }
    }
}
