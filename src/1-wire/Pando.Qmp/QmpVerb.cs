using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Pando.Qmp;

/// <summary>
/// A command with its arguments: the public properties of the derived record, in kebab-case, nulls left out.
/// Names and meanings are those of QEMU's QMP reference manual (docs/interop/qemu-qmp-ref).
/// </summary>
/// <typeparam name="TResult">What QEMU returns; <see cref="Nothing"/> for an empty object.</typeparam>
/// <param name="Command">The command as QEMU spells it.</param>
public abstract record QmpVerb<TResult>([property: JsonIgnore] string Command)
{
    /// <summary>True for a command that overtakes those which wait (exec-oob), where QEMU offers that.</summary>
    [JsonIgnore]
    public virtual bool OutOfBand => false;

    /// <summary>A descriptor that travels with the command. The caller keeps its own copy.</summary>
    [JsonIgnore]
    public virtual SafeHandle? Descriptor => null;

    /// <summary>Writes the value of <c>arguments</c>: one JSON object.</summary>
    public virtual void WriteArguments(Utf8JsonWriter writer) =>
        JsonSerializer.Serialize(writer, this, Metadata(GetType()));

    /// <summary>Reads the value of <c>return</c>.</summary>
    public virtual TResult ReadResult(JsonElement result) =>
        result.Deserialize((JsonTypeInfo<TResult>)Metadata(typeof(TResult)))
            ?? throw new JsonException($"{Command} returned null");

    private static JsonTypeInfo Metadata(Type type) =>
        QmpJson.Default.GetTypeInfo(type)
            ?? throw new NotSupportedException($"{type} is not registered in {nameof(QmpJson)}");
}

/// <summary>The empty object that a command without a result returns.</summary>
public sealed record Nothing;
