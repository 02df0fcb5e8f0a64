namespace Pando.Model.Errors;

public static partial class ErrorCodes
{
    /// <summary>The store of definitions and of the journal.</summary>
    public static class State
    {
        /// <summary>The database is not one, or is damaged; the words behind it say what is wrong. Facts: path.</summary>
        public static readonly ErrorCode Corrupt = new("state.corrupt", ErrorKind.Broken);

        /// <summary>The database was written by a newer pandod. Facts: path, version, known.</summary>
        public static readonly ErrorCode TooNew = new("state.too-new", ErrorKind.Broken);

        /// <summary>There is no room for the change; nothing of it was written. Facts: path.</summary>
        public static readonly ErrorCode Full = new("state.full", ErrorKind.Exhausted);

        /// <summary>Another process has the database open. Facts: path, holder.</summary>
        public static readonly ErrorCode Locked = new("state.locked", ErrorKind.Refused);

        /// <summary>The database cannot be opened, read or written. Facts: path.</summary>
        public static readonly ErrorCode Unavailable = new("state.unavailable", ErrorKind.Broken);

        /// <summary>The system has no SQLite library that can be used. Facts: library.</summary>
        public static readonly ErrorCode NoSqlite = new("state.no-sqlite", ErrorKind.Broken);

        /// <summary>The changes asked for are no longer kept. Facts: revision, oldest.</summary>
        public static readonly ErrorCode Compacted = new("state.compacted", ErrorKind.Refused);

        /// <summary>The current version is another than the one expected. Facts: name, expected, current.</summary>
        public static readonly ErrorCode Conflict = new("state.conflict", ErrorKind.Refused);

        /// <summary>Another thing of the sort has the name. Facts: name, id.</summary>
        public static readonly ErrorCode NameTaken = new("state.name-taken", ErrorKind.Exists);

        /// <summary>Something of that id is there already. Facts: id, name.</summary>
        public static readonly ErrorCode IdTaken = new("state.id-taken", ErrorKind.Exists);

        /// <summary>Nothing of that id is stored. Facts: id.</summary>
        public static readonly ErrorCode NotFound = new("state.not-found", ErrorKind.NotFound);

        /// <summary>Nothing of that id is in the trash. Facts: id.</summary>
        public static readonly ErrorCode NotInTrash = new("state.not-in-trash", ErrorKind.NotFound);
    }
}
