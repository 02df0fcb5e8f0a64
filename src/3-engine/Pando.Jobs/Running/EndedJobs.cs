using Pando.Model.Jobs;

namespace Pando.Jobs.Running;

/// <summary>The last thousand jobs that ended.</summary>
internal sealed class EndedJobs
{
    private const int Kept = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<JobId, JobRecord> _records = [];
    private readonly Queue<JobId> _order = new();

    /// <summary>Keeps a record, and answers which ones are forgotten for it.</summary>
    public IReadOnlyList<JobId> Add(JobRecord record)
    {
        lock (_gate)
        {
            if (!_records.TryAdd(record.Id, record))
            {
                _records[record.Id] = record;
                return [];
            }
            _order.Enqueue(record.Id);
            var forgotten = new List<JobId>();
            while (_order.Count > Kept)
            {
                var oldest = _order.Dequeue();
                _records.Remove(oldest);
                forgotten.Add(oldest);
            }
            return forgotten;
        }
    }

    public JobRecord? Find(JobId id)
    {
        lock (_gate)
        {
            return _records.GetValueOrDefault(id);
        }
    }

    public IReadOnlyList<JobRecord> All()
    {
        lock (_gate)
        {
            return [.. _records.Values];
        }
    }
}
