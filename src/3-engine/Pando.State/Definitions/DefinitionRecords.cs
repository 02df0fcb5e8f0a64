using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Pando.Model.Ports;
using Pando.Model.State;

namespace Pando.State.Definitions;

/// <summary>The current definition of one thing, as it is stored.</summary>
internal sealed record DefinitionHead(
    Guid Id, string Name, Guid History, IReadOnlyDictionary<string, string> Facts, VersionRecord Current)
{
    public StoredDefinition ToStored() => new(Id, Name, Current.Text, Current.Number, Facts);
}

/// <summary>One version, as it is stored.</summary>
internal sealed record VersionRecord(
    int Number, DateTimeOffset At, string By, uint? Uid, string? Reason, string Change, string Text)
{
    public DefinitionVersion ToVersion() => new(Number, At, By, Reason, Change, Text);
}

/// <summary>A definition in the trash, as it is stored.</summary>
internal sealed record TrashRecord(
    string TrashId, DefinitionHead Head, DateTimeOffset At, string By, string? Reason, IReadOnlyList<TrashedFile> Files)
{
    public TrashedDefinition ToTrashed() => new(TrashId, Head.ToStored(), At, By, Files);
}

/// <summary>Writes and reads the records as JSON.</summary>
[JsonSerializable(typeof(DefinitionHead))]
[JsonSerializable(typeof(VersionRecord))]
[JsonSerializable(typeof(TrashRecord))]
internal sealed partial class DefinitionJson : JsonSerializerContext
{
    /// <summary>XML inside stays readable: nothing of this is ever put into a web page.</summary>
    private static readonly DefinitionJson Readable = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static ReadOnlyMemory<byte> Write<T>(T record) where T : notnull =>
        JsonSerializer.SerializeToUtf8Bytes(record, (JsonTypeInfo<T>)Readable.GetTypeInfo(typeof(T))!);

    public static T Read<T>(StoreEntry entry) where T : class =>
        JsonSerializer.Deserialize(entry.Value.Span, (JsonTypeInfo<T>)Readable.GetTypeInfo(typeof(T))!)!;
}
