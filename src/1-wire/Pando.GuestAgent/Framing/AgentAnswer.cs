using System.Text.Json;
using System.Text.Unicode;

namespace Pando.GuestAgent.Framing;

/// <summary>A line from the agent: what it returned, or its refusal.</summary>
internal abstract record AgentAnswer
{
    public sealed record Return(JsonElement Value) : AgentAnswer;

    public sealed record Error(string ErrorClass, string Description) : AgentAnswer;

    /// <summary>Null for an empty line.</summary>
    /// <exception cref="AgentProtocolException">It is neither.</exception>
    public static AgentAnswer? Read(ReadOnlySpan<byte> line, string command)
    {
        if (line.Trim(" \t\r"u8).IsEmpty)
        {
            return null;
        }
        // JSON's reader checks UTF-8 only when a string is taken out, too late to call it nonsense.
        if (!Utf8.IsValid(line))
        {
            throw new AgentProtocolException("an answer is not UTF-8", command);
        }
        try
        {
            return Classify(JsonElement.Parse(line)) ?? throw new AgentProtocolException("an answer is no return and no error", command);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new AgentProtocolException("an answer is not of the documented form", command, e);
        }
    }

    private static AgentAnswer? Classify(JsonElement message)
    {
        if (message.TryGetProperty("return"u8, out var value))
        {
            return new Return(value);
        }
        return message.TryGetProperty("error"u8, out var error)
            ? new Error(error.GetProperty("class"u8).GetString() ?? "", error.GetProperty("desc"u8).GetString() ?? "")
            : null;
    }
}
