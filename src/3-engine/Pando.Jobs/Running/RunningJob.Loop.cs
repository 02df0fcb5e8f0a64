using Pando.Jobs.Journal;
using Pando.Model.Errors;
using Pando.Model.Jobs;

namespace Pando.Jobs.Running;

/// <summary>The loop: does the steps, and when one fails undoes them.</summary>
internal sealed partial class RunningJob
{
    /// <summary>
    /// Runs to the end. The first step of a new job is begun already: it went into the journal together with the job.
    /// </summary>
    public async Task RunAsync()
    {
        try
        {
            await (_state.Failure is null ? ForwardAsync() : BackAsync());
        }
        catch (OperationCanceledException) when (_around.Stopping.IsCancellationRequested)
        {
            // The journal keeps it: the next start takes it up.
            Settle(Record, JobFailures.Interrupted(_head));
        }
        catch (Exception failure)
        {
            // Nothing of a step comes here: the runner itself, or its journal that is closed. Nobody may wait for ever.
            _around.Log.JournalFailed(_head.Id, _head.Kind, failure);
            Settle(Record, JobFailures.Interrupted(_head));
        }
    }

    private async Task ForwardAsync()
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_cancel.Token, _around.Stopping);
        var index = Math.Max(0, _state.Begun.Count - 1);
        try
        {
            for (; index < _steps.Count; index++)
            {
                await DoAsync(_steps[index], index, either.Token);
            }
            // Done is what is done on disk too: a job whose end has no room is undone like one whose step had none.
            var done = NewRecord(JobPhase.Done, _around.Time.GetUtcNow(), failure: null);
            await _around.Journal.EndAsync(done);
            Keep(done);
            Settle(done, thrown: null);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !_around.Stopping.IsCancellationRequested)
        {
            var cancelled = failure is OperationCanceledException && _cancel.IsCancellationRequested;
            var step = _steps.Count == 0 ? "" : _steps[Math.Min(index, _steps.Count - 1)].Name;
            var named = cancelled ? JobFailures.Cancelled(_head) : JobFailures.Name(failure, _head.Kind, step);
            if (!cancelled)
            {
                _around.Log.StepFailed(_head.Id, _head.Kind, step, failure);
            }
            _thrown = named;
            await RecordAsync(state => state with { Failure = named.ToFailure(step) });
            await BackAsync();
        }
    }

    private async Task DoAsync(JobStep step, int index, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (index >= _state.Begun.Count)
        {
            await WriteAsync(state => state with { Begun = state.Begun.Add(step.Name), Result = _result }, cancellationToken);
        }
        Enter(index);
        _news.Tell(_progress);
        _around.Faults.Strike(_head.Kind, step.Name, JobMoment.BeforeDo);
        await step.DoAsync(this, cancellationToken);
        _around.Faults.Strike(_head.Kind, step.Name, JobMoment.AfterDo);
    }

    /// <summary>Undoes what was begun, the last first. Cancelling does not stop it; it ends when nothing is left, or stuck.</summary>
    private async Task BackAsync()
    {
        while (_state.Begun.Count > 0)
        {
            _around.Stopping.ThrowIfCancellationRequested();
            var name = _state.Begun[^1];
            try
            {
                await UndoAsync(name);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !_around.Stopping.IsCancellationRequested)
            {
                _around.Log.UndoFailed(_head.Id, _head.Kind, name, failure);
                await StayStuckAsync(name, failure);
                return;
            }
            if (_state.Begun.Count > 1)
            {
                await RecordAsync(state => state with { Begun = state.Begun.RemoveAt(state.Begun.Count - 1) });
            }
            else
            {
                // The end says the same, in one write.
                _state = _state with { Begun = [] };
            }
        }
        var cancelled = _state.Failure?.Code == ErrorCodes.Job.Cancelled;
        var record = NewRecord(cancelled ? JobPhase.Cancelled : JobPhase.Failed, _around.Time.GetUtcNow(), _state.Failure);
        try
        {
            await _around.Journal.EndAsync(record);
        }
        catch (MachineryException failure)
        {
            _around.Log.JournalFailed(_head.Id, _head.Kind, failure);
            _around.Journal.EndLater(record);
        }
        Keep(record);
        Settle(record, _thrown ?? JobFailures.Interrupted(_head));
    }

    private async Task UndoAsync(string name)
    {
        var index = _steps.TakeWhile(step => !string.Equals(step.Name, name, StringComparison.Ordinal)).Count();
        if (index == _steps.Count)
        {
            // The plan of this version has no such step: nobody here knows how to undo it.
            throw JobFailures.UnknownKind(_head);
        }
        Enter(index);
        _news.Tell(_progress);
        _around.Faults.Strike(_head.Kind, name, JobMoment.BeforeUndo);
        await _steps[index].UndoAsync(this, _around.Stopping);
        _around.Faults.Strike(_head.Kind, name, JobMoment.AfterUndo);
    }

    private async Task StayStuckAsync(string step, Exception why)
    {
        var stuck = JobFailures.Stuck(_head, _state, why);
        await RecordAsync(state => state with { Stuck = stuck.ToFailure(step) });
        var record = NewRecord(JobPhase.Stuck, _around.Time.GetUtcNow(), _state.Stuck);
        Keep(record);
        Settle(record, stuck);
    }

    private void Keep(JobRecord record) => _around.Journal.Forget(_around.Ended.Add(record));

    /// <summary>Writes to the journal what is true whether it can be written or not: undoing goes on without.</summary>
    private async Task RecordAsync(Func<JobState, JobState> change)
    {
        try
        {
            await WriteAsync(change, CancellationToken.None);
        }
        catch (MachineryException failure)
        {
            _around.Log.JournalFailed(_head.Id, _head.Kind, failure);
            _state = change(_state);
        }
    }

    private void Settle(JobRecord record, PandoException? thrown)
    {
        _ended = record;
        if (record.HasEnded)
        {
            _around.Events.Publish(
                "job.ended", _head.Id.ToString(),
                ("kind", _head.Kind), ("subject", _head.Subject), ("phase", JobWords.Of(record.Phase)), ("failure", record.Failure?.Code.Name ?? ""));
        }
        _end.SetResult(record);
        if (thrown is null)
        {
            _completion.SetResult(record);
        }
        else
        {
            _completion.SetException(thrown);
            // Whoever waits sees it; that nobody waits is no fault.
            _ = _completion.Task.Exception;
        }
    }
}
