using Pando.Api.Problems;

namespace Pando.Api.Jobs;

/// <summary>A change that runs, or ran. It goes on when the caller's connection ends.</summary>
public sealed record Job
{
    /// <summary>Its identity; later jobs sort behind earlier ones.</summary>
    public required string Id { get; init; }

    /// <summary>What is done: <c>machine.start</c>, <c>image.build</c>…</summary>
    public required string Kind { get; init; }

    /// <summary>To what: a machine's name, an image's name.</summary>
    public required string Subject { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string By { get; init; }

    /// <summary>Where it is.</summary>
    public required JobPhase Phase { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; absent while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How far it is.</summary>
    public required JobProgress Progress { get; init; }

    /// <summary>Why it failed, or that it was cancelled; absent otherwise.</summary>
    public Problem? Failure { get; init; }

    /// <summary>
    /// What came of it, by name, once it is done: <c>machine</c> (a uuid), <c>image</c>, <c>volume</c> (a path), <c>trash</c>…
    /// </summary>
    public IReadOnlyDictionary<string, string> Result { get; init => field = value ?? field; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether nothing more will happen.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool HasEnded => EndedAt is not null;
}
