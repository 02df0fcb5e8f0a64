using Pando.Linux.Files;
using Pando.Model.Errors;
using Pando.State.Sqlite;

namespace Pando.State.Store;

/// <summary>The database's file before it is opened for use: made where it is missing, looked at where it is there.</summary>
internal static class StoreFile
{
    /// <summary>
    /// Afterwards there is a sound database of a version we know. One that is not is left as it was found, to the
    /// byte, for whoever can still save something from it.
    /// </summary>
    public static void Prepare(string path)
    {
        if (LibSqlite.sqlite3_libversion_number() is < LibSqlite.OldestUsable and var version)
        {
            throw new MachineryException(
                ErrorCodes.State.NoSqlite, new NotSupportedException($"Its version is {version}, {LibSqlite.OldestUsable} is needed."),
                ("library", LibSqlite.Library));
        }
        if (File.Exists(path))
        {
            Inspect(path);
        }
        else if (HasLog(path))
        {
            // SQLite would play a stranger's log into the new database.
            throw Damaged(path, $"It is missing, while its log {LogOf(path)} is there.");
        }
        else
        {
            Create(path);
        }
    }

    private static void Create(string path)
    {
        // Made under another name, so that a crash half way never leaves a database that is half one.
        var draft = path + ".new";
        foreach (var old in new[] { draft, LogOf(draft), draft + "-shm", draft + "-journal" })
        {
            File.Delete(old);
        }
        using (var connection = SqliteConnection.Open(draft, SqliteAccess.Create))
        {
            StoreSchema.Create(connection);
        }
        File.SetUnixFileMode(draft, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Move(draft, path);
        DurableFile.SyncFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    private static void Inspect(string path)
    {
        if (new FileInfo(path).Length == 0)
        {
            throw Damaged(path, "It is empty.");
        }
        try
        {
            using var connection = HasLog(path) ? OpenWithLog(path) : SqliteConnection.Open(path, SqliteAccess.Immutable);
            Judge(path, connection);
        }
        catch (SqliteException failure) when (failure.IsCorrupt)
        {
            throw StoreFailures.Name(failure, path);
        }
    }

    /// <summary>
    /// What a daemon that was killed left in the log belongs to the database. With the exclusive mode the log's index
    /// is in memory and no -shm file is made; nothing is written, and the log stays.
    /// </summary>
    private static SqliteConnection OpenWithLog(string path)
    {
        var connection = SqliteConnection.Open(path, SqliteAccess.Write);
        try
        {
            connection.KeepLogOnClose();
            connection.Execute("PRAGMA locking_mode = EXCLUSIVE");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Judge(string path, SqliteConnection connection)
    {
        var application = connection.ReadNumber("PRAGMA application_id");
        if (application != StoreSchema.ApplicationId)
        {
            throw Damaged(path, $"Its application id is {application}, pandod's is {StoreSchema.ApplicationId}.");
        }
        var version = connection.ReadNumber("PRAGMA user_version");
        if (version > StoreSchema.Version)
        {
            throw new MachineryException(
                ErrorCodes.State.TooNew, ("path", path), ("version", $"{version}"), ("known", $"{StoreSchema.Version}"));
        }
        var verdict = connection.ReadText("PRAGMA quick_check(1)");
        if (!string.Equals(verdict, "ok", StringComparison.Ordinal))
        {
            throw Damaged(path, verdict);
        }
        if (connection.ReadNumber("SELECT count(*) FROM sqlite_schema WHERE name IN ('entries', 'changes', 'store')") != 3)
        {
            throw Damaged(path, "It lacks tables.");
        }
        if (connection.ReadNumber("SELECT count(*) FROM store") != 1)
        {
            throw Damaged(path, "It does not say which revision it is.");
        }
    }

    private static MachineryException Damaged(string path, string reason) =>
        new(ErrorCodes.State.Corrupt, new InvalidDataException(reason), ("path", path));

    private static string LogOf(string path) => path + "-wal";

    private static bool HasLog(string path) => new FileInfo(LogOf(path)) is { Exists: true, Length: > 0 };
}
