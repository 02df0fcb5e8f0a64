using System.Collections.Frozen;
using System.Text.Json;

namespace Pando.Ovsdb;

/// <summary>A row as it was read. A column that was not asked for is empty.</summary>
public sealed class OvsdbRow
{
    private readonly JsonElement _columns;

    internal OvsdbRow(JsonElement columns) =>
        _columns = columns.ValueKind == JsonValueKind.Object ? columns : throw new OvsdbProtocolException("a row is no object");

    /// <summary>Its identity.</summary>
    public Guid Id => Row("_uuid") ?? throw new OvsdbProtocolException("a row has no _uuid");

    /// <summary>The only text of a column; null where it is empty.</summary>
    public string? Text(string column) => One(column) is { } value ? TextOf(value, column) : null;

    /// <summary>The only number of a column; null where it is empty.</summary>
    public long? Number(string column) => One(column) is { } value ? NumberOf(value, column) : null;

    /// <summary>The only truth of a column; null where it is empty.</summary>
    public bool? Flag(string column) => One(column) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(column);

    /// <summary>The only row that a column names; null where it is empty.</summary>
    public Guid? Row(string column) => One(column) is { } value ? RowOf(value, column) : null;

    /// <summary>The texts of a column.</summary>
    public IReadOnlyList<string> Texts(string column) => [.. All(column).Select(value => TextOf(value, column))];

    /// <summary>The numbers of a column.</summary>
    public IReadOnlyList<long> Numbers(string column) => [.. All(column).Select(value => NumberOf(value, column))];

    /// <summary>The rows that a column names.</summary>
    public IReadOnlyList<Guid> Rows(string column) => [.. All(column).Select(value => RowOf(value, column))];

    /// <summary>The texts of a column by their names.</summary>
    public IReadOnlyDictionary<string, string> Map(string column)
    {
        if (!_columns.TryGetProperty(column, out var value))
        {
            return FrozenDictionary<string, string>.Empty;
        }
        if (!IsTagged(value, "map", out var pairs) || pairs.ValueKind != JsonValueKind.Array)
        {
            throw Wrong(column);
        }
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs.EnumerateArray())
        {
            if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2)
            {
                throw Wrong(column);
            }
            map[TextOf(pair[0], column)] = TextOf(pair[1], column);
        }
        return map;
    }

    /// <summary>A column as it was read, to be sent again.</summary>
    public OvsdbValue Value(string column) => _columns.TryGetProperty(column, out var value) ? OvsdbValue.AsRead(value) : throw Wrong(column);

    private JsonElement? One(string column) => All(column) switch
    {
        [] => null,
        [var only] => only,
        _ => throw Wrong(column),
    };

    // A set of one may come as that one (RFC 7047, 5.1).
    private IReadOnlyList<JsonElement> All(string column) => !_columns.TryGetProperty(column, out var value) ? []
        : IsTagged(value, "set", out var values) ? values.ValueKind == JsonValueKind.Array ? [.. values.EnumerateArray()] : throw Wrong(column)
        : [value];

    private static bool IsTagged(JsonElement value, string tag, out JsonElement content)
    {
        content = default;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() != 2 || value[0].ValueKind != JsonValueKind.String || value[0].GetString() != tag)
        {
            return false;
        }
        content = value[1];
        return true;
    }

    private static string TextOf(JsonElement value, string column) => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(column);

    private static long NumberOf(JsonElement value, string column) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : throw Wrong(column);

    private static Guid RowOf(JsonElement value, string column) =>
        IsTagged(value, "uuid", out var id) && id.ValueKind == JsonValueKind.String && id.TryGetGuid(out var row) ? row : throw Wrong(column);

    private static OvsdbProtocolException Wrong(string column) => new($"column {column} holds something else than its kind");
}
