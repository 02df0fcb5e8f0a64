namespace Pando.Qmp;

/// <summary>How a migration goes.</summary>
public sealed record QueryMigrate() : QmpVerb<MigrationInfo>("query-migrate");

/// <summary>The answer to <see cref="QueryMigrate"/>.</summary>
/// <param name="Status"><c>setup</c>, <c>active</c>, <c>completed</c>, <c>failed</c>, <c>cancelled</c>, …; null when there was none.</param>
/// <param name="ErrorDesc">Why it failed.</param>
public sealed record MigrationInfo(string? Status = null, string? ErrorDesc = null);
