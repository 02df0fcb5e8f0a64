using System.Text;
using Pando.Model.State;
using Pando.State.Sqlite;

namespace Pando.State.Store;

/// <summary>One connection that reads, with its statements ready.</summary>
internal sealed class StoreReader : IDisposable
{
    private const string Columns = "key, value, create_revision, mod_revision, version";

    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _begin, _end, _revisions, _one, _range, _changes;

    public StoreReader(string path)
    {
        _connection = SqliteConnection.Open(path, SqliteAccess.Read);
        try
        {
            _connection.Execute("PRAGMA cache_size = -256");
            _begin = _connection.Prepare("BEGIN");
            _end = _connection.Prepare("COMMIT");
            _revisions = _connection.Prepare("SELECT revision, compacted FROM store");
            _one = _connection.Prepare($"SELECT {Columns} FROM entries WHERE key = ?1");
            _range = _connection.Prepare($"SELECT {Columns} FROM entries WHERE key >= ?1 AND key < ?2 ORDER BY key");
            _changes = _connection.Prepare(
                "SELECT place, key, value, create_revision, version FROM changes "
                + "WHERE place > ?1 AND key >= ?2 AND key < ?3 ORDER BY place LIMIT ?4");
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public StoreEntry? One(string key)
    {
        try
        {
            return _one.Bind(1, key).Step() ? Entry(_one) : null;
        }
        finally
        {
            _one.Reset();
        }
    }

    public StoreSnapshot Range(string prefix) => AtOneRevision((revision, _) =>
    {
        var entries = new List<StoreEntry>();
        try
        {
            BindPrefix(_range, 1, prefix);
            while (_range.Step())
            {
                entries.Add(Entry(_range));
            }
        }
        finally
        {
            _range.Reset();
        }
        return new StoreSnapshot(revision, entries);
    });

    /// <summary>The next changes behind a place, at most so many.</summary>
    public ChangesRead Changes(string prefix, long afterPlace, int most) => AtOneRevision((revision, compacted) =>
    {
        var changes = new List<StoreChange>();
        var last = afterPlace;
        try
        {
            _changes.Bind(1, afterPlace).Bind(4, most);
            BindPrefix(_changes, 2, prefix);
            while (_changes.Step())
            {
                last = _changes.Number(0);
                changes.Add(Change(last));
            }
        }
        finally
        {
            _changes.Reset();
        }
        // All were read: the ones of other prefixes up to here are nothing to come back to.
        var next = changes.Count < most ? Math.Max(last, StoreSchema.EndOf(revision)) : last;
        return new ChangesRead(changes, next, compacted);
    });

    public void Dispose()
    {
        foreach (var statement in new[] { _begin, _end, _revisions, _one, _range, _changes })
        {
            statement.Dispose();
        }
        _connection.Dispose();
    }

    private T AtOneRevision<T>(Func<long, long, T> read)
    {
        _begin.Run();
        try
        {
            long revision, compacted;
            try
            {
                _revisions.Step();
                (revision, compacted) = (_revisions.Number(0), _revisions.Number(1));
            }
            finally
            {
                _revisions.Reset();
            }
            return read(revision, compacted);
        }
        finally
        {
            _end.Run();
        }
    }

    /// <summary>0xFF stands in no UTF-8 text, so it is behind every key with the prefix.</summary>
    private static void BindPrefix(SqliteStatement statement, int index, string prefix)
    {
        var from = Encoding.UTF8.GetBytes(prefix);
        statement.Bind(index, from).Bind(index + 1, [.. from, 0xFF]);
    }

    private static StoreEntry Entry(SqliteStatement row) =>
        new(row.Text(0), row.Bytes(1), row.Number(2), row.Number(3), row.Number(4));

    private StoreChange Change(long place)
    {
        var (revision, key) = (StoreSchema.RevisionAt(place), _changes.Text(1));
        return new StoreChange(
            revision, key,
            _changes.IsNull(2) ? null : new StoreEntry(key, _changes.Bytes(2), _changes.Number(3), revision, _changes.Number(4)));
    }
}

/// <summary>What a watch reads at once.</summary>
/// <param name="Changes">In order.</param>
/// <param name="NextPlace">Where to read on from.</param>
/// <param name="Compacted">The last revision whose changes are forgotten.</param>
internal sealed record ChangesRead(IReadOnlyList<StoreChange> Changes, long NextPlace, long Compacted);
