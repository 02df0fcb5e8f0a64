using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Pando.Jobs.Journal;
using Pando.Jobs.Progress;
using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Model.Ports;

namespace Pando.Jobs.Running;

/// <summary>
/// One job while it runs. Its steps are done one after the other by one loop (<c>RunningJob.Loop.cs</c>); everybody
/// else reads <see cref="Record"/>, asks to cancel, or waits.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Cancel may come at any time, also behind the end; neither field holds anything of the system's.")]
internal sealed partial class RunningJob : IRunningJob, IJobContext
{
    private readonly JobSurroundings _around;
    private readonly JobHead _head;
    private readonly IReadOnlyList<JobStep> _steps;
    private readonly ProgressMeter _progress;
    private readonly ProgressNews _news;
    private readonly CancellationTokenSource _cancel = new();
    private readonly TaskCompletionSource<JobRecord> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<JobRecord> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A step may take several notes at once; the journal gets them one after the other.</summary>
    private readonly SemaphoreSlim _writing = new(1, 1);

    private volatile JobState _state;
    private volatile JobRecord? _ended;

    /// <summary>What the steps set so far; in the journal with the next step. Only the step that runs sets it.</summary>
    private volatile ImmutableDictionary<string, string> _result;

    /// <summary>What the job failed of while it ran here.</summary>
    private PandoException? _thrown;

    private int _cancelled;

    public RunningJob(JobSurroundings around, JobHead head, JobState state, IReadOnlyList<JobStep> steps)
    {
        (_around, _head, _state, _steps) = (around, head, state, steps);
        _result = state.Result;
        _progress = new ProgressMeter(around.Time, steps.Count);
        _news = new ProgressNews(around.Events, around.Time, head.Id);
        Enter(Math.Max(0, state.Begun.Count - 1));
    }

    public JobId Id => _head.Id;

    public Caller By => _head.By;

    public IReadOnlyDictionary<string, string> Notes => _state.Notes;

    public Task<JobRecord> Completion => _completion.Task;

    /// <summary>Its last record, whatever came of it.</summary>
    public Task<JobRecord> End => _end.Task;

    public JobRecord Record => _ended ?? NewRecord(_state.Failure is null ? JobPhase.Running : JobPhase.Undoing, endedAt: null, _state.Failure);

    public void Cancel()
    {
        if (_ended is null && Interlocked.Exchange(ref _cancelled, 1) == 0)
        {
            // Not on the caller's thread: what a step hangs on its token is the step's.
            _ = _cancel.CancelAsync();
        }
    }

    public async ValueTask NoteAsync(string name, string value, CancellationToken cancellationToken = default) =>
        await WriteAsync(state => state with { Notes = state.Notes.SetItem(name, value) }, cancellationToken);

    public void SetResult(string name, string value) =>
        _result = _result.SetItem(name, value);

    public void Report(long done, long? total, string unit, string? note = null)
    {
        _progress.Report(done, total, unit, note);
        _news.Tell(_progress);
    }

    private void Enter(int index) => _progress.Enter(index < _steps.Count ? _steps[index].Name : "", Math.Min(index + 1, _steps.Count));

    private JobRecord NewRecord(JobPhase phase, DateTimeOffset? endedAt, JobFailure? failure) => new(
        _head.Id, _head.Kind, _head.Subject, _head.By.Name, phase, _head.StartedAt, endedAt, _progress.Read(), failure,
        phase == JobPhase.Done ? _result : ImmutableDictionary<string, string>.Empty);

    /// <summary>The change is true only once it is in the journal.</summary>
    private async ValueTask WriteAsync(Func<JobState, JobState> change, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            var next = change(_state);
            await _around.Journal.WriteAsync(_head.Id, next, cancellationToken);
            _state = next;
        }
        finally
        {
            _writing.Release();
        }
    }
}
