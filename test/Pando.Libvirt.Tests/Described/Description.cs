using System.Text.Json;

namespace Pando.Libvirt.Tests.Described;

/// <summary>contracts/libvirt/protocol.json.</summary>
internal static class Description
{
    private static readonly JsonElement Root = Load();

    /// <summary>What a procedure's arguments, answer or message look like; null where it has none.</summary>
    /// <param name="program"><c>REMOTE</c> or <c>QEMU</c>.</param>
    /// <param name="procedure"><c>DOMAIN_CREATE</c>.</param>
    /// <param name="part"><c>args</c>, <c>ret</c> or <c>msg</c>.</param>
    public static Shape? Of(string program, string procedure, string part)
    {
        var described = Root.GetProperty("programs").GetProperty(program).GetProperty("procedures").EnumerateArray()
            .Single(one => one.GetProperty("short").GetString() == procedure);
        return described.TryGetProperty(part, out var name) && name.GetString() is { } type ? Named(type) : null;
    }

    private static JsonElement Load()
    {
        using var stream = typeof(Description).Assembly.GetManifestResourceStream("protocol.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }

    private static Shape Named(string name)
    {
        if (name is "int32" or "uint32" or "int64" or "uint64" or "float64" or "char_as_int32" or "uchar_as_uint32")
        {
            return new Shape.Plain(name);
        }
        foreach (var module in new[] { "remote", "qemu" })
        {
            var types = Root.GetProperty("types").GetProperty(module);
            if (types.GetProperty("typedefs").TryGetProperty(name, out var meaning))
            {
                return Field(meaning);
            }
            if (types.GetProperty("structs").TryGetProperty(name, out var fields))
            {
                return new Shape.Record(name, [.. fields.EnumerateArray().Select(field => (field.GetProperty("name").GetString()!, Field(field)))]);
            }
            if (types.GetProperty("unions").TryGetProperty(name, out var union))
            {
                return new Shape.Choice(name, [.. union.GetProperty("cases").EnumerateArray().Select(one =>
                    (one.GetProperty("value").GetInt32(), one.GetProperty("case").GetString()!, Named(one.GetProperty("type").GetString()!)))]);
            }
            if (types.GetProperty("enums").TryGetProperty(name, out var members))
            {
                return new Shape.Enumeration([.. members.EnumerateObject().Select(member => member.Value.GetInt64())]);
            }
        }
        throw new NotSupportedException(name);
    }

    private static Shape Field(JsonElement field)
    {
        var type = field.GetProperty("type").GetString()!;
        var array = field.TryGetProperty("array", out var kind) ? kind.GetString() : null;
        var max = field.TryGetProperty("max", out var limit) ? limit.GetInt32() : 0;
        Shape shape = (type, array) switch
        {
            ("string", _) => new Shape.Text(max),
            ("opaque", "var") => new Shape.Opaque(max),
            ("opaque", "fixed") when max == 16 => new Shape.Uuid(),
            ("char_as_int32", "fixed") => new Shape.SpreadField(max),
            ("char_as_int32", "var") => new Shape.SpreadText(max),
            (_, "var") => new Shape.ListOf(Named(type), max),
            (_, null) => Named(type),
            _ => throw new NotSupportedException($"{type} {array}"),
        };
        return field.TryGetProperty("optional", out var optional) && optional.GetBoolean() ? new Shape.Maybe(shape) : shape;
    }
}
