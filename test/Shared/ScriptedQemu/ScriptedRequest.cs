using System.Text.Json;

namespace Pando.ScriptedQemu;

/// <summary>A command that the session under test sent.</summary>
/// <param name="Command">Its name.</param>
/// <param name="OutOfBand">True when it came as exec-oob.</param>
/// <param name="Arguments">Its arguments; undefined when it has none.</param>
/// <param name="Id">Its id, as raw JSON; null when it has none.</param>
public sealed record ScriptedRequest(string Command, bool OutOfBand, JsonElement Arguments, string? Id)
{
    internal static ScriptedRequest Parse(string line)
    {
        JsonElement message = JsonElement.Parse(line);
        bool outOfBand = message.TryGetProperty("exec-oob", out JsonElement command);
        return new ScriptedRequest(
            (outOfBand ? command : message.GetProperty("execute")).GetString()!,
            outOfBand,
            message.TryGetProperty("arguments", out JsonElement arguments) ? arguments : default,
            message.TryGetProperty("id", out JsonElement id) ? id.GetRawText() : null);
    }
}
