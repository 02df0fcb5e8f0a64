using System.Text.Json;

namespace Pando.Ovsdb;

/// <summary>What one operation of a transaction came to.</summary>
public sealed class OvsdbAnswer
{
    private readonly JsonElement _answer;

    internal OvsdbAnswer(JsonElement answer) => _answer = answer;

    /// <summary>The rows that were read.</summary>
    public IReadOnlyList<OvsdbRow> Rows => _answer.ValueKind == JsonValueKind.Object && _answer.TryGetProperty("rows", out var rows) && rows.ValueKind == JsonValueKind.Array
        ? [.. rows.EnumerateArray().Select(static row => new OvsdbRow(row))]
        : throw new OvsdbProtocolException("an answer has no rows");

    /// <summary>How many rows were changed.</summary>
    public long Count => _answer.ValueKind == JsonValueKind.Object && _answer.TryGetProperty("count", out var count) && count.ValueKind == JsonValueKind.Number && count.TryGetInt64(out var number)
        ? number
        : throw new OvsdbProtocolException("an answer has no count");

    /// <summary>The row that was added.</summary>
    public Guid Inserted => _answer.ValueKind == JsonValueKind.Object && new OvsdbRow(_answer).Row("uuid") is { } row ? row : throw new OvsdbProtocolException("an answer has no uuid");

    /// <summary>The answers to all operations.</summary>
    /// <exception cref="OvsdbRefusedException">One of them, or all together, were refused.</exception>
    internal static IReadOnlyList<OvsdbAnswer> All(JsonElement result, int operations)
    {
        if (result.ValueKind != JsonValueKind.Array)
        {
            throw new OvsdbProtocolException("the answer to a transaction is no list");
        }
        var answers = result.EnumerateArray().ToArray();
        // What only shows when all is put together stands behind the last one.
        if (Array.Find(answers, static one => one.ValueKind == JsonValueKind.Object && one.TryGetProperty("error", out var error) && error.ValueKind != JsonValueKind.Null) is { ValueKind: JsonValueKind.Object } failed)
        {
            throw Refusal(failed);
        }
        return answers.Length >= operations ? [.. answers.Select(static one => new OvsdbAnswer(one))] : throw new OvsdbProtocolException("an operation has no answer");
    }

    internal static OvsdbRefusedException Refusal(JsonElement error) => error.ValueKind == JsonValueKind.Object
        ? new OvsdbRefusedException(Text(error, "error") ?? "error", Text(error, "details"))
        : new OvsdbRefusedException(error.ToString().Trim(), null);

    private static string? Text(JsonElement error, string name) => error.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
