using System.Runtime.InteropServices;
using System.Text;

namespace Pando.State.Sqlite;

/// <summary>How a database file is opened.</summary>
internal enum SqliteAccess
{
    /// <summary>It must exist and stays byte for byte as it is; a write-ahead log beside it is not looked at.</summary>
    Immutable,

    /// <summary>It must exist.</summary>
    Read,

    /// <summary>It must exist.</summary>
    Write,

    /// <summary>It is made where it is missing.</summary>
    Create,
}

/// <summary>One connection to one database file, for one thread at a time.</summary>
internal sealed class SqliteConnection : IDisposable
{
    private const int OpenReadOnly = 0x1, OpenReadWrite = 0x2, OpenCreate = 0x4, OpenUri = 0x40, OpenNoMutex = 0x8000;
    private const int NoCheckpointOnClose = 1006;

    /// <summary>Only a checkpoint can be in the way, and that is short.</summary>
    private const int BusyMilliseconds = 5_000;

    private readonly ConnectionHandle _handle;

    private SqliteConnection(ConnectionHandle handle) => _handle = handle;

    public static SqliteConnection Open(string path, SqliteAccess access)
    {
        var flags = OpenNoMutex | OpenUri | access switch
        {
            SqliteAccess.Write => OpenReadWrite,
            SqliteAccess.Create => OpenReadWrite | OpenCreate,
            _ => OpenReadOnly,
        };
        var uri = "file:" + Uri.EscapeDataString(Path.GetFullPath(path)) + (access == SqliteAccess.Immutable ? "?immutable=1" : "");
        var code = LibSqlite.sqlite3_open_v2(uri, out var handle, flags, 0);
        var connection = new SqliteConnection(handle);
        try
        {
            connection.Check(code);
            connection.Check(LibSqlite.sqlite3_extended_result_codes(handle, 1));
            connection.Check(LibSqlite.sqlite3_busy_timeout(handle, BusyMilliseconds));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Leaves the write-ahead log as it is when the last connection closes.</summary>
    public void KeepLogOnClose() => Check(LibSqlite.sqlite3_db_config(_handle, NoCheckpointOnClose, 1, 0));

    /// <summary>Compiles one statement, to be used again and again.</summary>
    public unsafe SqliteStatement Prepare(string sql)
    {
        const uint persistent = 1;
        fixed (byte* text = Encoding.UTF8.GetBytes(sql))
        {
            Check(LibSqlite.sqlite3_prepare_v3(_handle, text, Encoding.UTF8.GetByteCount(sql), persistent, out var statement, 0));
            return new SqliteStatement(this, statement);
        }
    }

    /// <summary>Runs one statement to its end.</summary>
    public void Execute(string sql)
    {
        using var statement = Prepare(sql);
        statement.Run();
    }

    /// <summary>The first column of the first row.</summary>
    public long ReadNumber(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Number(0) : 0;
    }

    /// <summary>The first column of the first row.</summary>
    public string ReadText(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Text(0) : "";
    }

    public void Check(int code)
    {
        if (code is not (SqliteCode.Ok or SqliteCode.Row or SqliteCode.Done))
        {
            throw _handle.IsInvalid
                ? new SqliteException(code, 0, "out of memory")
                : new SqliteException(
                    code, LibSqlite.sqlite3_system_errno(_handle), Marshal.PtrToStringUTF8(LibSqlite.sqlite3_errmsg(_handle)) ?? "");
        }
    }

    public void Dispose() => _handle.Dispose();
}
