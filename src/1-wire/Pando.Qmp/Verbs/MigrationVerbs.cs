using System.Text.Json.Serialization;

namespace Pando.Qmp;

/// <summary>Writes the state of the machine into a stream; answers when it has begun.</summary>
/// <param name="Uri"><c>fd:NAME</c> for a descriptor that <see cref="GetFd"/> gave.</param>
public sealed record Migrate(string Uri) : QmpVerb<Nothing>("migrate");

/// <summary>Reads the state of the machine from a stream; only in a QEMU that was started with <c>-incoming defer</c>.</summary>
/// <param name="Uri"><c>fd:NAME</c> for a descriptor that <see cref="GetFd"/> gave.</param>
public sealed record MigrateIncoming(string Uri) : QmpVerb<Nothing>("migrate-incoming");

/// <summary>Ends a migration; the machine stays here. Without one that runs nothing happens.</summary>
public sealed record MigrateCancel() : QmpVerb<Nothing>("migrate_cancel");

/// <summary>Sets how migrations go; null leaves as it is.</summary>
/// <param name="MaxBandwidth">Bytes a second; QEMU's own default is 128 MiB.</param>
/// <param name="DowntimeLimit">Milliseconds that the guest may stand still at the end; QEMU's own default is 300.</param>
public sealed record MigrateSetParameters(long? MaxBandwidth = null, long? DowntimeLimit = null) : QmpVerb<Nothing>("migrate-set-parameters");

/// <summary>How a migration goes.</summary>
public sealed record QueryMigrate() : QmpVerb<MigrationInfo>("query-migrate");

/// <summary>The answer to <see cref="QueryMigrate"/>.</summary>
/// <param name="Status"><c>setup</c>, <c>active</c>, <c>completed</c>, <c>failed</c>, <c>cancelled</c>, …; null when there was none.</param>
/// <param name="ErrorDesc">Why it failed.</param>
/// <param name="Ram">How far the memory is; null before it begins, and for what comes in.</param>
public sealed record MigrationInfo(string? Status = null, string? ErrorDesc = null, MigrationRam? Ram = null)
{
    /// <summary>Whether nothing more will happen of it.</summary>
    [JsonIgnore]
    public bool HasEnded => Status is null or "none" or "completed" or "failed" or "cancelled";
}

/// <summary>How far a migration's memory is, in bytes.</summary>
/// <param name="Total">All of the guest's memory.</param>
/// <param name="Remaining">What is left of it.</param>
/// <param name="Transferred">What went over the wire: pages of one byte repeated need next to nothing.</param>
public sealed record MigrationRam(long Total, long Remaining, long Transferred);
