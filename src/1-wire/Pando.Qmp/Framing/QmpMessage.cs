using System.Text.Json;

namespace Pando.Qmp.Framing;

/// <summary>What a line from QEMU is, by the key it carries (docs/interop/qmp-spec.rst, "Server → Client").</summary>
internal abstract record QmpMessage
{
    public sealed record Greeting(QmpGreeting Value) : QmpMessage;

    public sealed record Return(string? Id, JsonElement Value) : QmpMessage;

    public sealed record Error(string? Id, string ErrorClass, string Description) : QmpMessage;

    public sealed record Event(QmpEvent Value) : QmpMessage;

    public static QmpMessage From(JsonElement message)
    {
        try
        {
            return Classify(message);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or KeyNotFoundException
            or JsonException or ArgumentOutOfRangeException or OverflowException)
        {
            // A key of the wrong type, or a string with half a surrogate pair: the element throws these.
            throw new QmpProtocolException("a message does not have the documented form", inner: e);
        }
    }

    private static QmpMessage Classify(JsonElement message)
    {
        if (message.TryGetProperty("event"u8, out JsonElement name))
        {
            return new Event(QmpEvent.From(name.GetString() ?? throw new FormatException(), message));
        }

        if (message.TryGetProperty("return"u8, out JsonElement value))
        {
            return new Return(IdOf(message), value);
        }

        if (message.TryGetProperty("error"u8, out JsonElement error))
        {
            return new Error(
                IdOf(message),
                error.GetProperty("class"u8).GetString() ?? throw new FormatException(),
                error.GetProperty("desc"u8).GetString() ?? throw new FormatException());
        }

        return message.TryGetProperty("QMP"u8, out JsonElement greeting)
            ? new Greeting(QmpGreeting.From(greeting))
            : throw new QmpProtocolException("a message is no greeting, return, error or event");
    }

    private static string? IdOf(JsonElement message) =>
        message.TryGetProperty("id"u8, out JsonElement id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
}
