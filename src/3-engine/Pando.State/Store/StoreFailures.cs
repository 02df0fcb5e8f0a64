using Pando.Linux;
using Pando.Model.Errors;
using Pando.State.Sqlite;

namespace Pando.State.Store;

/// <summary>Names what SQLite and the file system say.</summary>
internal static class StoreFailures
{
    public static MachineryException Name(SqliteException failure, string path) => new(
        failure.IsFull ? ErrorCodes.State.Full : failure.IsCorrupt ? ErrorCodes.State.Corrupt : ErrorCodes.State.Unavailable,
        failure, ("path", path));

    public static MachineryException Name(Exception failure, string path) => failure switch
    {
        SqliteException said => Name(said, path),
        SyscallException { Errno: Errno.ENOSPC or Errno.EDQUOT } or IOException { HResult: Errno.ENOSPC or Errno.EDQUOT } =>
            new MachineryException(ErrorCodes.State.Full, failure, ("path", path)),
        DllNotFoundException or EntryPointNotFoundException or BadImageFormatException =>
            new MachineryException(ErrorCodes.State.NoSqlite, failure, ("library", LibSqlite.Library)),
        _ => new MachineryException(ErrorCodes.State.Unavailable, failure, ("path", path)),
    };

    public static bool IsNameable(Exception failure) => failure
        is SqliteException or IOException or UnauthorizedAccessException
        or DllNotFoundException or EntryPointNotFoundException or BadImageFormatException;
}
