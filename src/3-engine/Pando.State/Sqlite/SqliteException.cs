using Pando.Linux;

namespace Pando.State.Sqlite;

/// <summary>SQLite said no: its code, the system's errno behind it, its own words.</summary>
internal sealed class SqliteException(int extendedCode, int systemError, string words) : Exception(words)
{
    public int ExtendedCode { get; } = extendedCode;

    public int Code => ExtendedCode & 0xFF;

    /// <summary>A full disk is SQLITE_FULL for the files, and an I/O error with an errno for the shared index.</summary>
    public bool IsFull => Code == SqliteCode.Full || (Code == SqliteCode.IoError && systemError is Errno.ENOSPC or Errno.EDQUOT);

    public bool IsCorrupt => Code is SqliteCode.Corrupt or SqliteCode.NotADatabase;
}
