using System.Runtime.InteropServices;

namespace Pando.State.Sqlite;

/// <summary>The functions of the system's SQLite that the store needs (sqlite.org/c3ref).</summary>
internal static partial class LibSqlite
{
    /// <summary>The name with the ABI's number, so that the development package is not needed.</summary>
    public const string Library = "libsqlite3.so.0";

    /// <summary>3.35: the first with RETURNING.</summary>
    public const int OldestUsable = 3_035_000;

    [LibraryImport(Library)]
    public static partial int sqlite3_libversion_number();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int sqlite3_open_v2(string path, out ConnectionHandle connection, int flags, nint vfs);

    [LibraryImport(Library)]
    public static partial int sqlite3_close_v2(nint connection);

    [LibraryImport(Library)]
    public static partial int sqlite3_extended_result_codes(ConnectionHandle connection, int on);

    [LibraryImport(Library)]
    public static partial int sqlite3_busy_timeout(ConnectionHandle connection, int milliseconds);

    // Variadic in C. On the ABIs that .NET runs on under Linux, integers travel the same way either way.
    [LibraryImport(Library)]
    public static partial int sqlite3_db_config(ConnectionHandle connection, int option, int value, nint result);

    [LibraryImport(Library)]
    public static partial nint sqlite3_errmsg(ConnectionHandle connection);

    [LibraryImport(Library)]
    public static partial int sqlite3_system_errno(ConnectionHandle connection);

    [LibraryImport(Library)]
    public static unsafe partial int sqlite3_prepare_v3(
        ConnectionHandle connection, byte* sql, int length, uint flags, out StatementHandle statement, nint tail);

    [LibraryImport(Library)]
    public static partial int sqlite3_finalize(nint statement);

    [LibraryImport(Library)]
    public static partial int sqlite3_step(StatementHandle statement);

    [LibraryImport(Library)]
    public static partial int sqlite3_reset(StatementHandle statement);

    [LibraryImport(Library)]
    public static partial int sqlite3_clear_bindings(StatementHandle statement);

    [LibraryImport(Library)]
    public static partial int sqlite3_bind_int64(StatementHandle statement, int index, long value);

    [LibraryImport(Library)]
    public static partial int sqlite3_bind_null(StatementHandle statement, int index);

    [LibraryImport(Library)]
    public static unsafe partial int sqlite3_bind_text(StatementHandle statement, int index, byte* text, int length, nint destructor);

    [LibraryImport(Library)]
    public static unsafe partial int sqlite3_bind_blob(StatementHandle statement, int index, byte* bytes, int length, nint destructor);

    [LibraryImport(Library)]
    public static partial long sqlite3_column_int64(StatementHandle statement, int column);

    [LibraryImport(Library)]
    public static partial int sqlite3_column_type(StatementHandle statement, int column);

    [LibraryImport(Library)]
    public static partial nint sqlite3_column_blob(StatementHandle statement, int column);

    [LibraryImport(Library)]
    public static partial int sqlite3_column_bytes(StatementHandle statement, int column);
}

/// <summary>A sqlite3*.</summary>
internal sealed class ConnectionHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    // close_v2 waits by itself for statements that are finalized later.
    protected override bool ReleaseHandle() => LibSqlite.sqlite3_close_v2(handle) == SqliteCode.Ok;
}

/// <summary>A sqlite3_stmt*.</summary>
internal sealed class StatementHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    // finalize repeats the last step's error, which was reported then.
    protected override bool ReleaseHandle()
    {
        _ = LibSqlite.sqlite3_finalize(handle);
        return true;
    }
}
