namespace Pando.Libvirt.Generator;

/// <summary>How a type of the protocol is read and written in C# (RFC 4506), and how many bytes it takes at least.</summary>
/// <param name="cs">The type in C#.</param>
/// <param name="read">An expression that reads it from <c>reader</c>.</param>
/// <param name="write">A statement that writes the given expression to <c>writer</c>.</param>
/// <param name="minimum">The fewest bytes it can take.</param>
internal sealed class WireType(string cs, string read, Func<string, string> write, int minimum)
{
    private const int Word = 4;

    public string Cs { get; } = cs;

    public string Read { get; } = read;

    public Func<string, string> Write { get; } = write;

    public int Minimum { get; } = minimum;

    /// <summary>What a field or a name of a type stands for.</summary>
    public static WireType Of(ProtocolDescription protocol, FieldDescription field)
    {
        var type = (field.Type, field.Array) switch
        {
            ("string", _) => new WireType("string", $"reader.ReadString({field.Max})", value => $"writer.WriteString({value}, {field.Max});", Word),
            ("opaque", "var") => new WireType("ReadOnlyMemory<byte>", $"reader.ReadOpaque({field.Max})", value => $"writer.WriteOpaque({value}.Span, {field.Max});", Word),
            ("opaque", _) when field.Max == 16 => new WireType("Guid", "reader.ReadUuid()", value => $"writer.WriteUuid({value});", 16),
            // Bytes of text, each in a word of its own.
            ("char_as_int32", "fixed") => new WireType("string", $"reader.ReadSpreadText({field.Max})", value => $"writer.WriteSpreadText({value}, {field.Max});", Word * field.Max),
            ("char_as_int32", "var") => new WireType("string", $"reader.ReadSpreadString({field.Max})", value => $"writer.WriteSpreadString({value}, {field.Max});", Word),
            (_, "var") => ListOf(Of(protocol, field.Type), field.Max),
            (_, null) => Of(protocol, field.Type),
            _ => throw new NotSupportedException($"{field.Name}: {field.Type} {field.Array}"),
        };
        return field.Optional ? OptionalOf(type) : type;
    }

    private static WireType Of(ProtocolDescription protocol, string name) => name switch
    {
        "int32" => Plain("int", "Int32", Word),
        "uint32" => Plain("uint", "UInt32", Word),
        "int64" => Plain("long", "Int64", 2 * Word),
        "uint64" => Plain("ulong", "UInt64", 2 * Word),
        "float64" => Plain("double", "Double", 2 * Word),
        "uchar_as_uint32" => Plain("byte", "SpreadByte", Word),
        "char_as_int32" => Plain("sbyte", "SpreadSByte", Word),
        _ when protocol.Typedefs.TryGetValue(name, out var meaning) => Of(protocol, meaning),
        _ when protocol.Structs.TryGetValue(name, out var fields) => Record(name, fields.Sum(field => Of(protocol, field).Minimum)),
        _ when protocol.Unions.TryGetValue(name, out var cases) => Record(name, Word + cases.Min(one => Of(protocol, one.Type).Minimum)),
        _ when protocol.Enums.ContainsKey(name) =>
            new WireType(Names.OfType(name), $"reader.ReadNumber<{Names.OfType(name)}>()", value => $"writer.WriteInt32((int){value});", Word),
        _ => throw new NotSupportedException(name),
    };

    /// <summary>Of a union's case.</summary>
    public static WireType OfName(ProtocolDescription protocol, string name) => Of(protocol, name);

    private static WireType Plain(string cs, string name, int size) => new(cs, $"reader.Read{name}()", value => $"writer.Write{name}({value});", size);

    private static WireType Record(string name, int minimum) =>
        new(Names.OfType(name), $"{Names.OfType(name)}.Read(ref reader)", value => $"{value}.Write(writer);", minimum);

    private static WireType ListOf(WireType item, int max) => new(
        $"IReadOnlyList<{item.Cs}>",
        $"reader.ReadList({max}, {item.Minimum}, static (ref XdrReader reader) => {item.Read})",
        value => $"writer.WriteList({value}, {max}, static (writer, item) => {{ {item.Write("item")} }});",
        Word);

    private static WireType OptionalOf(WireType type) => new(
        type.Cs + "?",
        $"reader.ReadPresence() ? {type.Read} : null",
        value => $"if (writer.WritePresence({value} is not null)) {{ {type.Write(value + "!")} }}",
        Word);
}
