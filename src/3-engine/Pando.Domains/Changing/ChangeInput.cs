using System.Text.Json;
using System.Text.Json.Serialization;
using Pando.Model.Domains;

namespace Pando.Domains.Changing;

/// <summary>What a later daemon needs to undo a change of a machine.</summary>
/// <param name="Id">The machine.</param>
/// <param name="Name">Its name.</param>
/// <param name="Aliases">The devices that are plugged in or taken away, in that order.</param>
internal sealed record ChangeInput(Guid Id, string Name, IReadOnlyList<string> Aliases)
{
    /// <summary>At which places a device is updated.</summary>
    public IReadOnlyList<string> Places { get; init; } = [];

    /// <summary>Whether the device is a part of the running machine already, and has only come back to the host.</summary>
    public bool Returns { get; init; }

    [JsonIgnore]
    public DomainId Machine => new(Id);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ChangeJson.Default.ChangeInput);

    public static ChangeInput Of(ReadOnlyMemory<byte> json) => JsonSerializer.Deserialize(json.Span, ChangeJson.Default.ChangeInput)!;
}

[JsonSerializable(typeof(ChangeInput))]
internal sealed partial class ChangeJson : JsonSerializerContext;
