using System.Text.Json;

namespace Pando.Libvirt.Generator;

/// <summary>What contracts/libvirt/protocol.json says of the programs that Pando speaks.</summary>
internal sealed class ProtocolDescription
{
    private static readonly string[] Modules = ["remote", "qemu"];

    private ProtocolDescription(JsonElement root)
    {
        Programs = [.. Modules.Select(module => new ProgramDescription(module, root.GetProperty("programs").GetProperty(module.ToUpperInvariant())))];
        foreach (var types in Modules.Select(module => root.GetProperty("types").GetProperty(module)))
        {
            foreach (var item in types.GetProperty("typedefs").EnumerateObject())
            {
                Typedefs.Add(item.Name, new FieldDescription(item.Name, item.Value));
            }
            foreach (var item in types.GetProperty("structs").EnumerateObject())
            {
                Structs.Add(item.Name, [.. item.Value.EnumerateArray().Select(field => new FieldDescription(field.GetProperty("name").GetString()!, field))]);
            }
            foreach (var item in types.GetProperty("unions").EnumerateObject())
            {
                Unions.Add(item.Name, [.. item.Value.GetProperty("cases").EnumerateArray().Select(one => new CaseDescription(one))]);
            }
            foreach (var item in types.GetProperty("enums").EnumerateObject())
            {
                Enums.Add(item.Name, [.. item.Value.EnumerateObject().Select(member => (member.Name, member.Value.GetInt64()))]);
            }
        }
    }

    public IReadOnlyList<ProgramDescription> Programs { get; }

    public Dictionary<string, FieldDescription> Typedefs { get; } = [];

    public Dictionary<string, IReadOnlyList<FieldDescription>> Structs { get; } = [];

    public Dictionary<string, IReadOnlyList<CaseDescription>> Unions { get; } = [];

    public Dictionary<string, IReadOnlyList<(string Name, long Value)>> Enums { get; } = [];

    public static ProtocolDescription Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return new ProtocolDescription(document.RootElement.Clone());
    }
}

/// <summary>A program: a family of procedures under one number.</summary>
internal sealed class ProgramDescription(string module, JsonElement description)
{
    public string Name { get; } = char.ToUpperInvariant(module[0]) + module.Substring(1);

    public long Number { get; } = description.GetProperty("program").GetInt64();

    public int Version { get; } = description.GetProperty("version").GetInt32();

    public IReadOnlyList<ProcedureDescription> Procedures { get; } =
        [.. description.GetProperty("procedures").EnumerateArray().Select(procedure => new ProcedureDescription(procedure))];
}

/// <summary>A call, or an event that the server sends.</summary>
internal sealed class ProcedureDescription(JsonElement description)
{
    public int Number { get; } = description.GetProperty("number").GetInt32();

    /// <summary>Without the program: <c>DOMAIN_CREATE</c>.</summary>
    public string Name { get; } = description.GetProperty("short").GetString()!;

    public bool IsEvent { get; } = description.GetProperty("kind").GetString() == "event";

    public string? Arguments { get; } = Text(description, "args");

    public string? Result { get; } = Text(description, "ret");

    public string? Message { get; } = Text(description, "msg");

    /// <summary><c>client_to_server</c> or <c>server_to_client</c>.</summary>
    public string? Stream { get; } = Text(description, "stream");

    /// <summary><c>always</c> or <c>conditional</c>.</summary>
    public string? DeniedOnReadOnly { get; } = Text(description, "denied_on_readonly");

    public bool HighPriority { get; } = Text(description, "priority") == "high";

    private static string? Text(JsonElement description, string name) => description.TryGetProperty(name, out var value) ? value.GetString() : null;
}

/// <summary>A field of a structure, or what a name of a type stands for.</summary>
internal sealed class FieldDescription(string name, JsonElement description)
{
    public string Name { get; } = name;

    public string Type { get; } = description.GetProperty("type").GetString()!;

    /// <summary><c>var</c>, <c>fixed</c> or none.</summary>
    public string? Array { get; } = description.TryGetProperty("array", out var array) ? array.GetString() : null;

    public int Max { get; } = description.TryGetProperty("max", out var max) ? max.GetInt32() : 0;

    public bool Optional { get; } = description.TryGetProperty("optional", out var optional) && optional.GetBoolean();
}

/// <summary>One of a union's values.</summary>
internal sealed class CaseDescription(JsonElement description)
{
    /// <summary>The public API's name of the number: <c>VIR_TYPED_PARAM_INT</c>.</summary>
    public string Name { get; } = description.GetProperty("case").GetString()!;

    public int Value { get; } = description.GetProperty("value").GetInt32();

    public string Type { get; } = description.GetProperty("type").GetString()!;
}
