using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pando.Jobs.Journal;
using Pando.Jobs.Running;
using Pando.Model;
using Pando.Model.Jobs;
using Pando.Model.Ports;

namespace Pando.Jobs;

/// <summary>
/// Runs jobs, each in a loop of its own, with a journal in a store of this host. Disposing stops the steps that run
/// and leaves their jobs to the next start; the store is its owner's.
/// </summary>
public sealed partial class JobRunner : IJobs, IAsyncDisposable
{
    /// <summary>A step that does not let go of its token is left behind after so long.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly JobSurroundings _around;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, JobKind> _kinds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<JobId, RunningJob> _running = new();

    /// <summary>Makes a runner over its journal.</summary>
    /// <param name="journal">A store of this host only, that nobody else writes to.</param>
    /// <param name="events">Where <c>job.started</c>, <c>job.progress</c> and <c>job.ended</c> go.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where failures go with their details; null for nowhere.</param>
    /// <param name="faults">For tests: where jobs fail; null for nowhere.</param>
    public JobRunner(IRevisionedStore journal, IEvents events, TimeProvider time, ILogger<JobRunner>? log = null, IJobFaults? faults = null) =>
        _around = new JobSurroundings(
            new JobJournal(journal), new EndedJobs(), events, time, faults ?? new NoFaults(), log ?? NullLogger<JobRunner>.Instance, _stopping.Token);

    /// <inheritdoc/>
    public void Register(JobKind kind)
    {
        if (!_kinds.TryAdd(kind.Name, kind))
        {
            throw new ArgumentException($"There is a job kind '{kind.Name}' already.", nameof(kind));
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IRunningJob> StartAsync(
        string kind, string subject, ReadOnlyMemory<byte> input, Caller by, IReadOnlyList<JobStep>? steps = null,
        CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, this);
        if (!_kinds.TryGetValue(kind, out var known))
        {
            throw new ArgumentException($"There is no job kind '{kind}'.", nameof(kind));
        }
        steps ??= known.Plan(input);
        RequireDistinctNames(steps);
        var now = _around.Time.GetUtcNow();
        var head = new JobHead(new JobId(Guid.CreateVersion7(now)), kind, subject, by, input.ToArray(), now);
        // The first step is begun with the same write that makes the job.
        var state = JobState.New with { Begun = [.. steps.Take(1).Select(step => step.Name)] };
        await _around.Journal.BeginAsync(head, state, cancellationToken);
        return Run(new RunningJob(_around, head, state, steps), head);
    }

    /// <inheritdoc/>
    public IReadOnlyList<JobRecord> List()
    {
        // The running ones first: one that ends in between is then in both and not in neither.
        var all = _running.Values.Select(job => job.Record).ToDictionary(record => record.Id);
        foreach (var record in _around.Ended.All())
        {
            all[record.Id] = record;
        }
        return [.. all.Values.OrderByDescending(record => record.StartedAt).ThenByDescending(record => record.Id.Value)];
    }

    /// <inheritdoc/>
    public JobRecord? Find(JobId id) => _running.TryGetValue(id, out var job) ? job.Record : _around.Ended.Find(id);

    /// <inheritdoc/>
    public Task<JobRecord>? WaitAsync(JobId id)
    {
        if (_running.TryGetValue(id, out var job))
        {
            return job.End;
        }
#pragma warning disable MA0022 // Null stands for a job that is unknown, as the port has it.
        return _around.Ended.Find(id) is { } ended ? Task.FromResult(ended) : null;
#pragma warning restore MA0022
    }

    /// <inheritdoc/>
    public bool Cancel(JobId id)
    {
        if (!_running.TryGetValue(id, out var job) || job.Record.HasEnded)
        {
            return false;
        }
        job.Cancel();
        return true;
    }

    /// <summary>Stops the steps that run. Their jobs stay in the journal, for the next start to undo or resume.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }
        await _stopping.CancelAsync();
        var ends = Task.WhenAll(_running.Values.Select(job => job.End));
        try
        {
            await ends.WaitAsync(StopLimit, _around.Time);
        }
        catch (TimeoutException)
        {
            foreach (var job in _running.Values.Where(job => !job.End.IsCompleted))
            {
                _around.Log.DidNotStop(job.Id, job.Record.Kind, job.Record.Progress.Step);
            }
        }
        _stopping.Dispose();
    }

    private RunningJob Run(RunningJob job, JobHead head, string recovery = "")
    {
        _running[job.Id] = job;
        _around.Events.Publish(
            "job.started", job.Id.ToString(), ("kind", head.Kind), ("subject", head.Subject), ("by", head.By.Name), ("recovery", recovery));
        _ = RunToEndAsync(job);
        return job;
    }

    private async Task RunToEndAsync(RunningJob job)
    {
        try
        {
            // On a thread of the pool: a step that works before its first await does not hold the caller.
            await Task.Run(job.RunAsync);
        }
        finally
        {
            _running.TryRemove(job.Id, out _);
        }
    }

    /// <summary>The journal knows steps by their names.</summary>
    private static void RequireDistinctNames(IReadOnlyList<JobStep> steps)
    {
        if (steps.DistinctBy(step => step.Name, StringComparer.Ordinal).Count() != steps.Count)
        {
            throw new ArgumentException("Two steps have one name.", nameof(steps));
        }
    }
}
