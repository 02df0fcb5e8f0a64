using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Pando.Qmp;

/// <summary>A command whose arguments depend on one of them, as a device's properties do on its driver.</summary>
/// <typeparam name="TResult">What QEMU returns.</typeparam>
/// <param name="Command">The command as QEMU spells it.</param>
/// <param name="Arguments">The arguments as they go over the wire.</param>
public abstract record OpenVerb<TResult>(string Command, [property: JsonIgnore] JsonObject Arguments) : QmpVerb<TResult>(Command)
{
    /// <inheritdoc/>
    public override void WriteArguments(Utf8JsonWriter writer) => Arguments.WriteTo(writer);
}
