using Pando.State.Sqlite;

namespace Pando.State.Store;

/// <summary>
/// What is in the file. <c>entries</c> is what is true now; <c>changes</c> is the recent past, for watches; the one
/// row of <c>store</c> says which revision it is and up to where the past is forgotten.
/// </summary>
internal static class StoreSchema
{
    /// <summary>"PAND", in the file's header: file(1) and pandod know its own by it.</summary>
    public const long ApplicationId = 0x50414E44;

    /// <summary>Grows with each change of the tables (user_version).</summary>
    public const long Version = 1;

    /// <summary>A change's place: its revision, and its position among the changes of that revision.</summary>
    public const int PlacesPerRevision = 1 << 16;

    private static readonly string[] Statements =
    [
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",
        "BEGIN IMMEDIATE",
        """
        CREATE TABLE entries (
          key TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL,
          create_revision INTEGER NOT NULL, mod_revision INTEGER NOT NULL, version INTEGER NOT NULL)
        """,
        """
        CREATE TABLE changes (
          place INTEGER PRIMARY KEY, key TEXT NOT NULL, value BLOB,
          create_revision INTEGER NOT NULL, version INTEGER NOT NULL)
        """,
        "CREATE TABLE store (revision INTEGER NOT NULL, compacted INTEGER NOT NULL)",
        "INSERT INTO store VALUES (0, 0)",
        $"PRAGMA application_id = {ApplicationId}",
        $"PRAGMA user_version = {Version}",
        "COMMIT",
    ];

    /// <summary>Makes an empty database.</summary>
    public static void Create(SqliteConnection connection)
    {
        foreach (var statement in Statements)
        {
            connection.Execute(statement);
        }
    }

    /// <summary>The place behind all changes of a revision.</summary>
    public static long EndOf(long revision) => Math.Min(revision, long.MaxValue / PlacesPerRevision - 1) * PlacesPerRevision + (PlacesPerRevision - 1);

    public static long RevisionAt(long place) => place / PlacesPerRevision;
}
