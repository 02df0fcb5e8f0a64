using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Pando.Model;
using Pando.Model.Jobs;
using Pando.Model.State;

namespace Pando.Jobs.Journal;

/// <summary>What a job is: written once, when it starts.</summary>
internal sealed record JobHead(JobId Id, string Kind, string Subject, Caller By, byte[] Input, DateTimeOffset StartedAt);

/// <summary>How far a job is: written before each step, with each note, and after each undo.</summary>
/// <param name="Begun">The names of the steps that were begun and not undone, in order.</param>
/// <param name="Notes">What the steps wrote down.</param>
/// <param name="Result">What came of it so far.</param>
/// <param name="Failure">Why it is being undone; null while it goes well.</param>
/// <param name="Stuck">Why undoing it stopped; null where it did not.</param>
internal sealed record JobState(
    ImmutableList<string> Begun,
    ImmutableDictionary<string, string> Notes,
    ImmutableDictionary<string, string> Result,
    JobFailure? Failure = null,
    JobFailure? Stuck = null)
{
    public static JobState New { get; } = new(
        [],
        ImmutableDictionary.Create<string, string>(StringComparer.Ordinal),
        ImmutableDictionary.Create<string, string>(StringComparer.Ordinal));
}

/// <summary>A job that the journal says has not ended.</summary>
internal sealed record UnfinishedJob(JobHead Head, JobState State);

/// <summary>Writes and reads the records as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(JobHead))]
[JsonSerializable(typeof(JobState))]
[JsonSerializable(typeof(JobRecord))]
internal sealed partial class JournalJson : JsonSerializerContext
{
    public static ReadOnlyMemory<byte> Write<T>(T record) where T : notnull =>
        JsonSerializer.SerializeToUtf8Bytes(record, (JsonTypeInfo<T>)Default.GetTypeInfo(typeof(T))!);

    public static T Read<T>(StoreEntry entry) where T : class =>
        JsonSerializer.Deserialize(entry.Value.Span, (JsonTypeInfo<T>)Default.GetTypeInfo(typeof(T))!)!;
}
