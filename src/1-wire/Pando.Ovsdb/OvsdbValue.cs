using System.Text.Json;

namespace Pando.Ovsdb;

/// <summary>A value of a column, as it is sent (RFC 7047, 5.1).</summary>
public abstract record OvsdbValue
{
    /// <summary>No value: an optional column is empty.</summary>
    public static OvsdbValue Nothing { get; } = new SetValue([]);

    /// <summary>A text.</summary>
    public static OvsdbValue Of(string text) => new TextValue(text);

    /// <summary>A number.</summary>
    public static OvsdbValue Of(long number) => new NumberValue(number);

    /// <summary>A truth.</summary>
    public static OvsdbValue Of(bool flag) => new FlagValue(flag);

    /// <summary>A row.</summary>
    public static OvsdbValue Of(Guid row) => new RowValue("uuid", row.ToString());

    /// <summary>A row that the same transaction inserts under this name.</summary>
    public static OvsdbValue Inserted(string name) => new RowValue("named-uuid", name);

    /// <summary>A text or none.</summary>
    public static OvsdbValue OfOptional(string? text) => text is null ? Nothing : Of(text);

    /// <summary>A number or none.</summary>
    public static OvsdbValue OfOptional(long? number) => number is { } known ? Of(known) : Nothing;

    /// <summary>Several values.</summary>
    public static OvsdbValue Set(params IEnumerable<OvsdbValue> values) => new SetValue([.. values]);

    /// <summary>Texts by their names.</summary>
    public static OvsdbValue Map(IEnumerable<KeyValuePair<string, string>> pairs) => new MapValue([.. pairs]);

    /// <summary>Values by numbers.</summary>
    public static OvsdbValue Numbered(IEnumerable<KeyValuePair<long, OvsdbValue>> pairs) => new NumberedValue([.. pairs]);

    /// <summary>A value as it was read.</summary>
    public static OvsdbValue AsRead(JsonElement value) => new ReadValue(value);

    internal abstract void Write(Utf8JsonWriter json);

    private sealed record TextValue(string Text) : OvsdbValue
    {
        internal override void Write(Utf8JsonWriter json) => json.WriteStringValue(Text);
    }

    private sealed record NumberValue(long Number) : OvsdbValue
    {
        internal override void Write(Utf8JsonWriter json) => json.WriteNumberValue(Number);
    }

    private sealed record FlagValue(bool Flag) : OvsdbValue
    {
        internal override void Write(Utf8JsonWriter json) => json.WriteBooleanValue(Flag);
    }

    private sealed record RowValue(string Kind, string Text) : OvsdbValue
    {
        internal override void Write(Utf8JsonWriter json)
        {
            json.WriteStartArray();
            json.WriteStringValue(Kind);
            json.WriteStringValue(Text);
            json.WriteEndArray();
        }
    }

    private sealed record SetValue(IReadOnlyList<OvsdbValue> Values) : OvsdbValue
    {
        internal override void Write(Utf8JsonWriter json)
        {
            json.WriteStartArray();
            json.WriteStringValue("set");
            json.WriteStartArray();
            foreach (var value in Values)
            {
                value.Write(json);
            }
            json.WriteEndArray();
            json.WriteEndArray();
        }
    }

    private sealed record MapValue(IReadOnlyList<KeyValuePair<string, string>> Pairs) : OvsdbValue
    {
        internal override void Write(Utf8JsonWriter json)
        {
            json.WriteStartArray();
            json.WriteStringValue("map");
            json.WriteStartArray();
            foreach (var (name, text) in Pairs)
            {
                json.WriteStartArray();
                json.WriteStringValue(name);
                json.WriteStringValue(text);
                json.WriteEndArray();
            }
            json.WriteEndArray();
            json.WriteEndArray();
        }
    }

    private sealed record NumberedValue(IReadOnlyList<KeyValuePair<long, OvsdbValue>> Pairs) : OvsdbValue
    {
        internal override void Write(Utf8JsonWriter json)
        {
            json.WriteStartArray();
            json.WriteStringValue("map");
            json.WriteStartArray();
            foreach (var (number, value) in Pairs)
            {
                json.WriteStartArray();
                json.WriteNumberValue(number);
                value.Write(json);
                json.WriteEndArray();
            }
            json.WriteEndArray();
            json.WriteEndArray();
        }
    }

    private sealed record ReadValue(JsonElement Value) : OvsdbValue
    {
        internal override void Write(Utf8JsonWriter json) => Value.WriteTo(json);
    }
}
