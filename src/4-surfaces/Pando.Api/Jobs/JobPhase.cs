using System.Text.Json.Serialization;
using Pando.Api.Json;

namespace Pando.Api.Jobs;

/// <summary>Where a job is.</summary>
[JsonConverter(typeof(JobPhaseWords))]
public enum JobPhase
{
    /// <summary>Its steps are being done.</summary>
    Running,

    /// <summary>It failed or was cancelled, and its finished steps are being undone.</summary>
    Undoing,

    /// <summary>All steps are done.</summary>
    Done,

    /// <summary>It failed; everything that it did is undone.</summary>
    Failed,

    /// <summary>It was cancelled; everything that it did is undone.</summary>
    Cancelled,

    /// <summary>It failed, and so did an undo: something is left, and the failure says what.</summary>
    Stuck,
}

internal sealed class JobPhaseWords() : EnumWordsConverter<JobPhase>(
    "running", "undoing", "done", "failed", "cancelled", "stuck");
