using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Pando.GuestAgent;

/// <summary>
/// A command to the agent with its arguments: the public properties of the derived record, in kebab-case, nulls left out.
/// Names and meanings are those of the QEMU guest agent's reference (docs/interop/qemu-ga-ref).
/// </summary>
/// <typeparam name="TResult">What the agent returns; <see cref="Nothing"/> for an empty object.</typeparam>
/// <param name="Command">The command as the agent spells it.</param>
public abstract record AgentVerb<TResult>([property: JsonIgnore] string Command)
{
    /// <summary>
    /// False for a command that is not answered when it succeeds (<c>success-response: false</c>): the guest may be gone
    /// before it could.
    /// </summary>
    [JsonIgnore]
    public virtual bool AnswersSuccess => true;

    /// <summary>Writes the value of <c>arguments</c>: one JSON object.</summary>
    public virtual void WriteArguments(Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, this, Metadata(GetType()));

    /// <summary>Reads the value of <c>return</c>.</summary>
    public virtual TResult ReadResult(JsonElement result) =>
        result.Deserialize((JsonTypeInfo<TResult>)Metadata(typeof(TResult))) ?? throw new JsonException($"{Command} returned null");

    private static JsonTypeInfo Metadata(Type type) =>
        AgentJson.Default.GetTypeInfo(type) ?? throw new NotSupportedException($"{type} is not registered in {nameof(AgentJson)}");
}

/// <summary>The empty object that a command without a result returns.</summary>
public sealed record Nothing;
