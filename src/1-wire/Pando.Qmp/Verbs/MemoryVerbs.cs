using System.Text.Json.Serialization;

namespace Pando.Qmp;

/// <summary>The memory that the balloon leaves to the guest. Refused (DeviceNotActive) without a balloon.</summary>
public sealed record QueryBalloon() : QmpVerb<BalloonInfo>("query-balloon");

/// <summary>The answer to <see cref="QueryBalloon"/>.</summary>
/// <param name="ActualBytes">In bytes.</param>
public sealed record BalloonInfo([property: JsonPropertyName("actual")] long ActualBytes);

/// <summary>Asks the guest to come to this memory; it does so in its own time.</summary>
/// <param name="TargetBytes">In bytes.</param>
public sealed record Balloon([property: JsonPropertyName("value")] long TargetBytes) : QmpVerb<Nothing>("balloon");

/// <summary>The memory that the machine has.</summary>
public sealed record QueryMemorySizeSummary() : QmpVerb<MemorySizeSummary>("query-memory-size-summary");

/// <summary>The answer to <see cref="QueryMemorySizeSummary"/>.</summary>
/// <param name="BaseMemoryBytes">At the start, in bytes.</param>
/// <param name="PluggedMemoryBytes">Plugged since, in bytes; null where the machine can't.</param>
public sealed record MemorySizeSummary(
    [property: JsonPropertyName("base-memory")] long BaseMemoryBytes,
    [property: JsonPropertyName("plugged-memory")] long? PluggedMemoryBytes = null);
