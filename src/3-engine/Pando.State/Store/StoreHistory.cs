using Pando.State.Sqlite;

namespace Pando.State.Store;

/// <summary>How much of the past is kept, and the forgetting of the rest.</summary>
internal sealed class StoreHistory : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _oldestFirst;
    private long _changes, _bytes;

    public StoreHistory(SqliteConnection connection)
    {
        _connection = connection;
        _oldestFirst = connection.Prepare("SELECT place, coalesce(length(value), 0) FROM changes ORDER BY place");
        _changes = connection.ReadNumber("SELECT count(*) FROM changes");
        _bytes = connection.ReadNumber("SELECT coalesce(sum(length(value)), 0) FROM changes");
    }

    public void Grew(int changes, long bytes)
    {
        _changes += changes;
        _bytes += bytes;
    }

    /// <summary>
    /// Forgets whole revisions, the oldest first, once a tenth too much is kept: so that it is done now and then and
    /// not with each commit.
    /// </summary>
    public void Trim(long mostChanges, long mostBytes)
    {
        if (_changes <= mostChanges + mostChanges / 10 && _bytes <= mostBytes + mostBytes / 10)
        {
            return;
        }
        var forgotten = Forgettable(mostChanges, mostBytes, out var changes, out var bytes);
        _connection.Execute("BEGIN IMMEDIATE");
        try
        {
            _connection.Execute($"DELETE FROM changes WHERE place <= {StoreSchema.EndOf(forgotten)}");
            _connection.Execute($"UPDATE store SET compacted = {forgotten}");
            _connection.Execute("COMMIT");
        }
        catch
        {
            _connection.Execute("ROLLBACK");
            throw;
        }
        (_changes, _bytes) = (changes, bytes);
    }

    public void Dispose() => _oldestFirst.Dispose();

    /// <summary>The last revision to forget, and what is left then.</summary>
    private long Forgettable(long mostChanges, long mostBytes, out long changes, out long bytes)
    {
        (changes, bytes) = (_changes, _bytes);
        var forgotten = 0L;
        try
        {
            while (_oldestFirst.Step())
            {
                var revision = StoreSchema.RevisionAt(_oldestFirst.Number(0));
                if (revision != forgotten && changes <= mostChanges && bytes <= mostBytes)
                {
                    break;
                }
                forgotten = revision;
                changes--;
                bytes -= _oldestFirst.Number(1);
            }
            return forgotten;
        }
        finally
        {
            _oldestFirst.Reset();
        }
    }
}
