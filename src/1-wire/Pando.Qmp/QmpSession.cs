using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Pando.Qmp.Framing;

namespace Pando.Qmp;

/// <summary>
/// One QMP connection to one QEMU (docs/interop/qmp-spec). Any number of commands may be under way at once, from any
/// thread; replies find their command by id. The session owns its socket.
/// </summary>
public sealed partial class QmpSession : IQmpExecutor, IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly QmpOptions _options;
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<string, PendingCommand> _pending = new(StringComparer.Ordinal);
    private readonly Channel<QmpEvent> _events;
    private readonly TaskCompletionSource<QmpGreeting> _greeting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<QmpException> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // A command of an earlier connection may still be at work in QEMU, which sends its reply to whoever is connected
    // when it ends: ids are never the same in two sessions, so such a reply matches nothing and is dropped.
    private readonly string _idPrefix = Guid.NewGuid().ToString("N")[..8];
    private readonly Task _loops;
    private long _lastId;
    private long _eventsLost;
    private bool _outOfBand;

    private QmpSession(Socket socket, QmpOptions options)
    {
        _socket = socket;
        _options = options;
        _events = Channel.CreateBounded<QmpEvent>(
            new BoundedChannelOptions(options.EventBacklog) { FullMode = BoundedChannelFullMode.DropOldest, SingleWriter = true },
            _ => Interlocked.Increment(ref _eventsLost));
        _loops = Task.WhenAll(ReceiveLoopAsync(), SendLoopAsync());
    }

    /// <summary>What QEMU said when it greeted.</summary>
    public QmpGreeting Greeting { get; private set; } = null!;

    /// <summary>Ends when the connection does, with the reason: <see cref="QmpClosedException"/> or <see cref="QmpProtocolException"/>. Never faults.</summary>
    public Task<QmpException> Closed => _closed.Task;

    /// <summary>
    /// Takes over a connected socket, waits for the greeting and negotiates capabilities. On failure the socket is closed.
    /// </summary>
    /// <exception cref="QmpTimeoutException">QEMU did not greet, or did not answer the negotiation, in time.</exception>
    /// <exception cref="QmpClosedException">QEMU went away first.</exception>
    /// <exception cref="QmpProtocolException">What is there is not QEMU's monitor.</exception>
    public static async Task<QmpSession> ConnectAsync(Socket socket, QmpOptions options, CancellationToken cancellationToken)
    {
        var session = new QmpSession(socket, options);
        try
        {
            await session.NegotiateAsync(cancellationToken);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Executes a command and waits for its result.</summary>
    /// <param name="verb">The command with its arguments.</param>
    /// <param name="limit">How long to wait; null for <see cref="QmpOptions.DefaultLimit"/>.</param>
    /// <param name="cancellationToken">Stops the waiting; QEMU may carry the command out all the same.</param>
    /// <exception cref="QmpErrorException">QEMU refused.</exception>
    /// <exception cref="QmpTimeoutException">QEMU did not answer in time.</exception>
    /// <exception cref="QmpClosedException">The connection is gone.</exception>
    /// <exception cref="QmpProtocolException">The reply has another form than documented.</exception>
    public async Task<TResult> ExecuteAsync<TResult>(
        QmpVerb<TResult> verb, TimeSpan? limit = null, CancellationToken cancellationToken = default)
    {
        string id = NextId();
        byte[] line = Line(writer =>
        {
            writer.WriteString(verb.OutOfBand && _outOfBand ? "exec-oob"u8 : "execute"u8, verb.Command);
            writer.WritePropertyName("arguments"u8);
            verb.WriteArguments(writer);
            writer.WriteString("id"u8, id);
        });

        JsonElement result = await ExchangeAsync(
            new PendingCommand(id, verb.Command, line, verb.Descriptor), limit, cancellationToken);
        try
        {
            return verb.ReadResult(result);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new QmpProtocolException($"the reply to {verb.Command} does not have the documented form", verb.Command, e);
        }
    }

    /// <summary>Executes a command as a caller wrote it: an object with <c>execute</c> or <c>exec-oob</c> and perhaps <c>arguments</c>. Its id is replaced.</summary>
    /// <returns>The value of <c>return</c>.</returns>
    /// <exception cref="ArgumentException">It names no command.</exception>
    public Task<JsonElement> ExecuteRawAsync(
        JsonElement command, TimeSpan? limit = null, CancellationToken cancellationToken = default)
    {
        if (NameOf(command) is not { } name)
        {
            throw new ArgumentException("A QMP command is an object with \"execute\".", nameof(command));
        }

        string id = NextId();
        byte[] line = Line(writer =>
        {
            foreach (JsonProperty property in command.EnumerateObject().Where(p => !p.NameEquals("id"u8)))
            {
                property.WriteTo(writer);
            }

            writer.WriteString("id"u8, id);
        });

        return ExchangeAsync(new PendingCommand(id, name, line, descriptor: null), limit, cancellationToken);
    }

    /// <summary>Whether this names a command, as <see cref="ExecuteRawAsync"/> takes it.</summary>
    public static bool IsCommand(JsonElement command) => NameOf(command) is not null;

    /// <summary>
    /// The events, in QEMU's order, from the moment of the connection; ends when the connection does. For one reader.
    /// When nobody reads, memory stays bounded: the oldest are dropped, and <see cref="EventsLost"/> tells so.
    /// </summary>
    public async IAsyncEnumerable<QmpEvent> ReadEventsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (QmpEvent next in _events.Reader.ReadAllAsync(cancellationToken))
        {
            long lost = Interlocked.Exchange(ref _eventsLost, 0);
            if (lost > 0)
            {
                yield return new EventsLost(lost, next.At);
            }

            yield return next;
        }
    }

    /// <summary>Closes the connection. Commands under way end with <see cref="QmpClosedException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        Close(new QmpClosedException(command: null));
        await _loops;
        _closing.Dispose();
    }

    private async Task NegotiateAsync(CancellationToken cancellationToken)
    {
        try
        {
            Greeting = await _greeting.Task.WaitAsync(_options.GreetingLimit, _options.TimeProvider, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new QmpTimeoutException(command: null, _options.GreetingLimit);
        }

        await ExecuteAsync(new QmpCapabilities(Greeting.OutOfBand ? ["oob"] : []), _options.GreetingLimit, cancellationToken);
        _outOfBand = Greeting.OutOfBand;
    }

    private string NextId() => FormattableString.Invariant($"{_idPrefix}-{Interlocked.Increment(ref _lastId)}");

    private static byte[] Line(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    private static string? NameOf(JsonElement command) =>
        command.ValueKind == JsonValueKind.Object
            && (command.TryGetProperty("execute"u8, out JsonElement name) || command.TryGetProperty("exec-oob"u8, out name))
            && name.ValueKind == JsonValueKind.String
            ? name.GetString()
            : null;
}
