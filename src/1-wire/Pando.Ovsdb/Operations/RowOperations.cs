using System.Text.Json;

namespace Pando.Ovsdb.Operations;

/// <summary>Adds a row.</summary>
/// <param name="Table">The table.</param>
/// <param name="Columns">Its values; what is not said has the schema's.</param>
/// <param name="RowName">What other operations of the transaction call it.</param>
public sealed record Insert(string Table, IReadOnlyDictionary<string, OvsdbValue> Columns, string? RowName = null) : OvsdbOperation(Table)
{
    private protected override string Name => "insert";

    private protected override void WriteRest(Utf8JsonWriter json)
    {
        json.WritePropertyName("row");
        WriteRow(json, Columns);
        if (RowName is not null)
        {
            json.WriteString("uuid-name", RowName);
        }
    }
}

/// <summary>Reads rows.</summary>
/// <param name="Table">The table.</param>
/// <param name="Where">Which; none is all.</param>
/// <param name="Columns">What of them.</param>
public sealed record Select(string Table, IReadOnlyList<Condition> Where, IReadOnlyList<string> Columns) : OvsdbOperation(Table)
{
    private protected override string Name => "select";

    private protected override void WriteRest(Utf8JsonWriter json)
    {
        WriteConditions(json, Where);
        WriteColumns(json, Columns);
    }
}

/// <summary>Replaces values of rows.</summary>
/// <param name="Table">The table.</param>
/// <param name="Where">Which.</param>
/// <param name="Columns">Their new values.</param>
public sealed record Update(string Table, IReadOnlyList<Condition> Where, IReadOnlyDictionary<string, OvsdbValue> Columns) : OvsdbOperation(Table)
{
    private protected override string Name => "update";

    private protected override void WriteRest(Utf8JsonWriter json)
    {
        WriteConditions(json, Where);
        json.WritePropertyName("row");
        WriteRow(json, Columns);
    }
}

/// <summary>Changes a value by what it is.</summary>
/// <param name="Table">The table.</param>
/// <param name="Where">Which rows.</param>
/// <param name="Column">Which column.</param>
/// <param name="Mutator">How: <c>insert</c> and <c>delete</c> for sets and maps, <c>+=</c> for numbers.</param>
/// <param name="Value">By what.</param>
public sealed record Mutate(string Table, IReadOnlyList<Condition> Where, string Column, string Mutator, OvsdbValue Value) : OvsdbOperation(Table)
{
    private protected override string Name => "mutate";

    private protected override void WriteRest(Utf8JsonWriter json)
    {
        WriteConditions(json, Where);
        json.WriteStartArray("mutations");
        WriteTriple(json, Column, Mutator, Value);
        json.WriteEndArray();
    }
}

/// <summary>Removes rows.</summary>
/// <param name="Table">The table.</param>
/// <param name="Where">Which.</param>
public sealed record Delete(string Table, IReadOnlyList<Condition> Where) : OvsdbOperation(Table)
{
    private protected override string Name => "delete";

    private protected override void WriteRest(Utf8JsonWriter json) => WriteConditions(json, Where);
}

/// <summary>Has the transaction be refused (<c>timed out</c>) where rows are not as they were read.</summary>
/// <param name="Table">The table.</param>
/// <param name="Where">Which.</param>
/// <param name="Columns">Their values.</param>
public sealed record Expect(string Table, IReadOnlyList<Condition> Where, IReadOnlyDictionary<string, OvsdbValue> Columns) : OvsdbOperation(Table)
{
    private protected override string Name => "wait";

    private protected override void WriteRest(Utf8JsonWriter json)
    {
        json.WriteNumber("timeout", 0);
        WriteConditions(json, Where);
        WriteColumns(json, [.. Columns.Keys]);
        json.WriteString("until", "==");
        json.WriteStartArray("rows");
        WriteRow(json, Columns);
        json.WriteEndArray();
    }
}
