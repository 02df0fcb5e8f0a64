using System.Text;

namespace Pando.State.Sqlite;

/// <summary>A compiled statement: bind, step, reset. Parameters count from 1, columns from 0.</summary>
internal sealed class SqliteStatement(SqliteConnection connection, StatementHandle handle) : IDisposable
{
    private const int NullType = 5;

    /// <summary>SQLite copies what is bound.</summary>
    private static readonly nint Transient = -1;

    public unsafe SqliteStatement Bind(int index, ReadOnlySpan<byte> utf8Text)
    {
        // An empty span has no address, and SQLite takes a null address for NULL.
        byte nothing = 0;
        fixed (byte* text = utf8Text)
        {
            connection.Check(LibSqlite.sqlite3_bind_text(handle, index, text is null ? &nothing : text, utf8Text.Length, Transient));
        }
        return this;
    }

    public SqliteStatement Bind(int index, string text) => Bind(index, Encoding.UTF8.GetBytes(text));

    public SqliteStatement Bind(int index, long number)
    {
        connection.Check(LibSqlite.sqlite3_bind_int64(handle, index, number));
        return this;
    }

    public unsafe SqliteStatement BindBytes(int index, ReadOnlyMemory<byte>? bytes)
    {
        if (bytes is not { } present)
        {
            connection.Check(LibSqlite.sqlite3_bind_null(handle, index));
            return this;
        }
        byte nothing = 0;
        fixed (byte* first = present.Span)
        {
            connection.Check(LibSqlite.sqlite3_bind_blob(handle, index, first is null ? &nothing : first, present.Length, Transient));
        }
        return this;
    }

    /// <summary>The next row; false behind the last one.</summary>
    public bool Step()
    {
        var code = LibSqlite.sqlite3_step(handle);
        connection.Check(code);
        return code == SqliteCode.Row;
    }

    /// <summary>Runs it to its end and makes it ready for the next use.</summary>
    public void Run()
    {
        try
        {
            while (Step())
            {
            }
        }
        finally
        {
            Reset();
        }
    }

    public bool IsNull(int column) => LibSqlite.sqlite3_column_type(handle, column) == NullType;

    public long Number(int column) => LibSqlite.sqlite3_column_int64(handle, column);

    public string Text(int column) => Encoding.UTF8.GetString(Span(column));

    public byte[] Bytes(int column) => Span(column).ToArray();

    /// <summary>Ends the use: what it read is let go of, what was bound forgotten.</summary>
    public void Reset()
    {
        // Both repeat an error of the last step, which was reported then.
        _ = LibSqlite.sqlite3_reset(handle);
        _ = LibSqlite.sqlite3_clear_bindings(handle);
    }

    public void Dispose() => handle.Dispose();

    private unsafe ReadOnlySpan<byte> Span(int column)
    {
        // The order matters: the address first, its length afterwards (sqlite.org/c3ref/column_blob.html).
        var first = LibSqlite.sqlite3_column_blob(handle, column);
        return new ReadOnlySpan<byte>((void*)first, LibSqlite.sqlite3_column_bytes(handle, column));
    }
}
