using Pando.Model.State;
using Pando.State.Sqlite;

namespace Pando.State.Store;

/// <summary>The one connection that writes. Used by one loop only.</summary>
internal sealed class StoreWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _begin, _commit, _modRevision, _put, _delete, _record, _advance;

    /// <summary>Opens a database that <see cref="StoreFile"/> found sound.</summary>
    public StoreWriter(string path)
    {
        _connection = SqliteConnection.Open(path, SqliteAccess.Write);
        try
        {
            _connection.Execute("PRAGMA synchronous = FULL");
            _connection.Execute("PRAGMA journal_size_limit = 16777216");
            _begin = _connection.Prepare("BEGIN IMMEDIATE");
            _commit = _connection.Prepare("COMMIT");
            _modRevision = _connection.Prepare("SELECT mod_revision FROM entries WHERE key = ?1");
            _put = _connection.Prepare(
                """
                INSERT INTO entries VALUES (?1, ?2, ?3, ?3, 1)
                ON CONFLICT (key) DO UPDATE SET value = ?2, mod_revision = ?3, version = version + 1
                RETURNING create_revision, version
                """);
            _delete = _connection.Prepare("DELETE FROM entries WHERE key = ?1 RETURNING 1");
            _record = _connection.Prepare("INSERT INTO changes VALUES (?1, ?2, ?3, ?4, ?5)");
            _advance = _connection.Prepare("UPDATE store SET revision = ?1");
            Revision = _connection.ReadNumber("SELECT revision FROM store");
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
        History = new StoreHistory(_connection);
    }

    /// <summary>The last revision that is on disk.</summary>
    public long Revision { get; private set; }

    public StoreHistory History { get; }

    /// <summary>Does several transactions in one write to the disk. Throws when none of them was done.</summary>
    public IReadOnlyList<StoreCommit> Commit(IReadOnlyList<StoreTransaction> transactions)
    {
        var answers = new StoreCommit[transactions.Count];
        var revision = Revision;
        var recorded = (Changes: 0, Bytes: 0L);
        try
        {
            _begin.Run();
            for (var i = 0; i < answers.Length; i++)
            {
                var holds = Holds(transactions[i].Conditions);
                if (holds && Apply(transactions[i], revision + 1, ref recorded))
                {
                    revision++;
                }
                answers[i] = new StoreCommit(holds, revision);
            }
            if (revision != Revision)
            {
                _advance.Bind(1, revision).Run();
            }
            _commit.Run();
        }
        catch
        {
            RollBack();
            throw;
        }
        Revision = revision;
        History.Grew(recorded.Changes, recorded.Bytes);
        return answers;
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _begin, _commit, _modRevision, _put, _delete, _record, _advance })
        {
            statement.Dispose();
        }
        History.Dispose();
        _connection.Dispose();
    }

    private bool Holds(IReadOnlyList<StoreCondition> conditions)
    {
        foreach (var condition in conditions)
        {
            try
            {
                var current = _modRevision.Bind(1, condition.Key).Step() ? _modRevision.Number(0) : 0;
                if (current != condition.ModRevision)
                {
                    return false;
                }
            }
            finally
            {
                _modRevision.Reset();
            }
        }
        return true;
    }

    /// <summary>Whether anything changed.</summary>
    private bool Apply(StoreTransaction transaction, long revision, ref (int Changes, long Bytes) recorded)
    {
        var place = revision * StoreSchema.PlacesPerRevision;
        var first = place;
        foreach (var operation in transaction.Operations)
        {
            if (Apply(operation, revision) is not { } made)
            {
                continue;
            }
            _record.Bind(1, place++).Bind(2, operation.Key).BindBytes(3, operation.Value)
                .Bind(4, made.CreateRevision).Bind(5, made.Version).Run();
            recorded.Changes++;
            recorded.Bytes += operation.Value?.Length ?? 0;
        }
        return place != first;
    }

    /// <summary>What the change made of the entry; null where there was nothing to delete.</summary>
    private (long CreateRevision, long Version)? Apply(StoreOperation operation, long revision)
    {
        var statement = operation.Value is null
            ? _delete.Bind(1, operation.Key)
            : _put.Bind(1, operation.Key).BindBytes(2, operation.Value).Bind(3, revision);
        try
        {
            if (!statement.Step())
            {
                return null;
            }
            var made = operation.Value is null ? (0, 0) : (statement.Number(0), statement.Number(1));
            // The change counts when the statement has come to its end.
            statement.Step();
            return made;
        }
        finally
        {
            statement.Reset();
        }
    }

    private void RollBack()
    {
        try
        {
            _connection.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite rolls back by itself after some errors (sqlite.org/lang_transaction.html); then there is nothing to.
        }
    }
}
