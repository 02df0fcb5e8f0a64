using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Pando.GuestAgent.Framing;

namespace Pando.GuestAgent;

/// <summary>
/// One connection to the agent of one guest (docs/interop/qemu-ga-ref). The agent does one command after the other and
/// its answers carry nothing that says to what: before each command it is synchronised (guest-sync-delimited), which also
/// finds out within a short limit whether it is there, and drops whatever it says late. The session owns its socket.
/// </summary>
public sealed partial class AgentSession : IAsyncDisposable
{
    private const byte NewLine = (byte)'\n';

    private readonly Socket _socket;
    private readonly AgentOptions _options;
    private readonly ByteInput _input;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile bool _closed;

    /// <summary>Takes over a connected socket. Nothing is sent yet.</summary>
    public AgentSession(Socket socket, AgentOptions options)
    {
        _socket = socket;
        _options = options;
        _input = new ByteInput(socket);
    }

    /// <summary>Whether it was closed, by either side: a new one is to be made.</summary>
    public bool IsClosed => _closed;

    /// <summary>Executes a command and waits for its result.</summary>
    /// <param name="verb">The command with its arguments.</param>
    /// <param name="limit">How long the agent may take for it; null for <see cref="AgentOptions.CommandLimit"/>.</param>
    /// <param name="cancellationToken">Stops the waiting; the agent may carry it out all the same.</param>
    /// <exception cref="AgentErrorException">The agent refused.</exception>
    /// <exception cref="AgentTimeoutException">It did not answer in time.</exception>
    /// <exception cref="AgentClosedException">The connection is gone.</exception>
    /// <exception cref="AgentProtocolException">It does not speak the protocol; the session is closed.</exception>
    public async Task<TResult> ExecuteAsync<TResult>(AgentVerb<TResult> verb, TimeSpan? limit = null, CancellationToken cancellationToken = default)
    {
        var line = Line(writer =>
        {
            writer.WriteString("execute"u8, verb.Command);
            writer.WritePropertyName("arguments"u8);
            verb.WriteArguments(writer);
        });
        var result = await ExchangeAsync(verb.Command, line, verb.AnswersSuccess, limit, cancellationToken);
        try
        {
            return verb.ReadResult(result);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new AgentProtocolException($"the answer to {verb.Command} does not have the documented form", verb.Command, e);
        }
    }

    /// <summary>Executes a command as a caller wrote it: an object with <c>execute</c> and perhaps <c>arguments</c>.</summary>
    /// <returns>The value of <c>return</c>.</returns>
    /// <exception cref="ArgumentException">It names no command.</exception>
    public Task<JsonElement> ExecuteRawAsync(JsonElement command, TimeSpan? limit = null, CancellationToken cancellationToken = default)
    {
        if (NameOf(command) is not { } name)
        {
            throw new ArgumentException("A command to the agent is an object with \"execute\".", nameof(command));
        }
        return ExchangeAsync(name, Line(writer => Copy(command, writer)), answersSuccess: true, limit, cancellationToken);
    }

    /// <summary>The command that a caller's object names; null where it is none.</summary>
    public static string? NameOf(JsonElement command) =>
        command.ValueKind == JsonValueKind.Object && command.TryGetProperty("execute"u8, out var name) && name.ValueKind == JsonValueKind.String
            ? name.GetString()
            : null;

    /// <summary>Closes the connection. A command under way ends with <see cref="AgentClosedException"/>.</summary>
    public void Close()
    {
        _closed = true;
        _socket.Dispose();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    private static void Copy(JsonElement command, Utf8JsonWriter writer)
    {
        // An id would come back in the answer of newer agents only: nothing here looks at one.
        foreach (var property in command.EnumerateObject().Where(property => !property.NameEquals("id"u8)))
        {
            property.WriteTo(writer);
        }
    }

    private static byte[] Line(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }
        bytes.WriteByte(NewLine);
        return bytes.ToArray();
    }

    private static long NewSyncId() => RandomNumberGenerator.GetInt32(1, int.MaxValue);
}
