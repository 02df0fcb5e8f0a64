namespace Pando.State.Sqlite;

/// <summary>SQLite's result codes (sqlite.org/rescode.html): the low byte is the primary one.</summary>
internal static class SqliteCode
{
    public const int Ok = 0;
    public const int Busy = 5;
    public const int IoError = 10;
    public const int Corrupt = 11;
    public const int Full = 13;
    public const int CannotOpen = 14;
    public const int NotADatabase = 26;
    public const int Row = 100;
    public const int Done = 101;
}
