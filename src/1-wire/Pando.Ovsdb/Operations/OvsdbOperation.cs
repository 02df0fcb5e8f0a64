using System.Text.Json;

namespace Pando.Ovsdb.Operations;

/// <summary>A part of a transaction (RFC 7047, 5.2).</summary>
/// <param name="Table">The table.</param>
public abstract record OvsdbOperation(string Table)
{
    private protected abstract string Name { get; }

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("op", Name);
        json.WriteString("table", Table);
        WriteRest(json);
        json.WriteEndObject();
    }

    private protected abstract void WriteRest(Utf8JsonWriter json);

    private protected static void WriteConditions(Utf8JsonWriter json, IReadOnlyList<Condition> conditions)
    {
        json.WriteStartArray("where");
        foreach (var (column, function, value) in conditions)
        {
            WriteTriple(json, column, function, value);
        }
        json.WriteEndArray();
    }

    private protected static void WriteTriple(Utf8JsonWriter json, string column, string word, OvsdbValue value)
    {
        json.WriteStartArray();
        json.WriteStringValue(column);
        json.WriteStringValue(word);
        value.Write(json);
        json.WriteEndArray();
    }

    private protected static void WriteColumns(Utf8JsonWriter json, IReadOnlyList<string> columns)
    {
        json.WriteStartArray("columns");
        foreach (var column in columns)
        {
            json.WriteStringValue(column);
        }
        json.WriteEndArray();
    }

    private protected static void WriteRow(Utf8JsonWriter json, IReadOnlyDictionary<string, OvsdbValue> columns)
    {
        json.WriteStartObject();
        foreach (var (column, value) in columns)
        {
            json.WritePropertyName(column);
            value.Write(json);
        }
        json.WriteEndObject();
    }
}

/// <summary>Which rows are meant.</summary>
/// <param name="Column">The column.</param>
/// <param name="Function">How it is compared: <c>==</c>, <c>!=</c>, <c>includes</c>, <c>excludes</c>.</param>
/// <param name="Value">With what.</param>
public sealed record Condition(string Column, string Function, OvsdbValue Value)
{
    /// <summary>The row with this identity.</summary>
    public static IReadOnlyList<Condition> Is(Guid row) => [new("_uuid", "==", OvsdbValue.Of(row))];

    /// <summary>The rows with this text in a column.</summary>
    public static IReadOnlyList<Condition> Is(string column, string text) => [new(column, "==", OvsdbValue.Of(text))];
}
