using System.Text.Json.Serialization;
using Pando.Api.Json;

namespace Pando.Api.Advice;

/// <summary>Something in a machine's definition that costs performance, safety or room. Texts are in the caller's language.</summary>
public sealed record DoctorFinding
{
    /// <summary>A stable word: <c>disk-cache-unsafe</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it costs.</summary>
    public required DoctorConcern Concern { get; init; }

    /// <summary>What it is about: a disk's target, an interface's MAC; absent for the machine as a whole.</summary>
    public string? Subject { get; init; }

    /// <summary>What was found.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it, or what fixing does.</summary>
    public string? Remedy { get; init; }

    /// <summary>Whether a change of the definition alone does away with it.</summary>
    public required bool Fixable { get; init; }
}

/// <summary>What a finding costs.</summary>
[JsonConverter(typeof(DoctorConcernWords))]
public enum DoctorConcern
{
    /// <summary>Data or other machines are at risk.</summary>
    Safety,

    /// <summary>The machine is slower than it could be.</summary>
    Performance,

    /// <summary>It takes more memory or disk of the host than it needs.</summary>
    Room,
}

internal sealed class DoctorConcernWords() : EnumWordsConverter<DoctorConcern>("safety", "performance", "room");
