using Pando.Domains.Guests;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Domains.Driving;

/// <summary>One operation after the other.</summary>
internal sealed partial class DomainDriver
{
    private void StartNextIfIdle()
    {
        while (_current is null && TakeNext() is { } task)
        {
            // The world may have changed since it was accepted: the guest may have ended by itself.
            var answering = _view.State.NotAnsweringSince is null;
            if (task.Request is DestroyRequest && _view.State.Phase == DomainPhase.Off)
            {
                task.Done(_view);
            }
            else if (RequestTable.Refusal(_view.State.Phase, task.Request, _view.Persistent, answering) is { } code)
            {
                task.Fail(Refused(code));
            }
            else if (IsAboutAnotherVersion(task.Request))
            {
                task.Fail(Refused(ErrorCodes.Domain.ChangedMeanwhile));
            }
            else
            {
                Begin(task);
            }
        }
    }

    private DomainTask? TakeNext()
    {
        lock (_gate)
        {
            var first = _queue.First;
            if (first is null)
            {
                return null;
            }
            _queue.RemoveFirst();
            return first.Value;
        }
    }

    private void Begin(DomainTask task)
    {
        var cancel = new CancellationTokenSource();
        lock (_gate)
        {
            _current = task;
            _currentCancel = cancel;
        }
        switch (task.Request)
        {
            case StartRequest:
                PublishPhase(DomainPhase.Starting, DomainPhaseReason.User);
                break;
            case DestroyRequest:
                PublishPhase(DomainPhase.Stopping, DomainPhaseReason.User);
                break;
            case UndefineRequest when _view.State.Phase == DomainPhase.Off:
                PublishPhase(DomainPhase.Removing, DomainPhaseReason.User);
                break;
            case RebootRequest:
                _rebooting = true;
                break;
            case SaveRequest or DumpRequest:
                StandStill(task.Request);
                break;
            case ShutdownRequest:
                _rebooting = false;
                break;
        }
        _ = DoAsync(task, cancel.Token);
    }

    private async Task DoAsync(DomainTask task, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await _operations.DoAsync(task, _view, _guest, cancellationToken);
            _inbox.Writer.TryWrite(new DriverMessage.OperationEnded(task, outcome, null));
        }
        catch (Exception e)
        {
            _inbox.Writer.TryWrite(new DriverMessage.OperationEnded(task, null, e));
        }
    }

    private async Task CleanUpAsync(DomainTask cleaning, RunningGuest guest)
    {
        try
        {
            await _operations.CleanUpAsync(_view, guest);
            _inbox.Writer.TryWrite(new DriverMessage.OperationEnded(cleaning, new OperationOutcome.Stopped(_endReason), null));
        }
        catch (Exception e)
        {
            _inbox.Writer.TryWrite(new DriverMessage.OperationEnded(cleaning, null, e));
        }
    }

    private async ValueTask HandleEndAsync(DriverMessage.OperationEnded ended)
    {
        lock (_gate)
        {
            _current = null;
            _currentCancel?.Dispose();
            _currentCancel = null;
        }
        var task = ended.Task!;
        FollowRecord();
        if (ended.Outcome is { } outcome)
        {
            await ApplyAsync(outcome);
        }
        else
        {
            ApplyFailure(task, ended.Failure!);
        }
        // Before whoever waits is told: a machine that is gone is in no list any more.
        RetireIfGone(ended.Outcome);
        if (ended.Outcome is null)
        {
            task.Fail(ended.Failure!);
        }
        else
        {
            task.Done(_view);
        }
    }

    private async ValueTask ApplyAsync(OperationOutcome outcome)
    {
        switch (outcome)
        {
            case OperationOutcome.Started started:
                _guest = started.Guest;
                _rebooting = _installed = false;
                _endReason = DomainPhaseReason.Unknown;
                Publish(_view with { Live = started.Guest.Live, ManagedSave = _operations.HasManagedSave(_view.Id) });
                PublishPhase(started.Paused ? DomainPhase.Paused : DomainPhase.Running, started.Restored ? DomainPhaseReason.Restored : DomainPhaseReason.Booted);
                started.Guest.ReportTo(_inbox.Writer);
                break;
            case OperationOutcome.Stopped stopped:
                await LeaveGuestAsync();
                Publish(_view with { ManagedSave = _operations.HasManagedSave(_view.Id) });
                PublishPhase(DomainPhase.Off, stopped.Reason);
                StartWhatWasInstalled();
                break;
            case OperationOutcome.Became became:
                PublishPhase(became.Phase, became.Reason);
                break;
            case OperationOutcome.Changed changed:
                foreach (var alias in changed.Aliases)
                {
                    _operations.Told(_view, changed.What, alias);
                }
                break;
            case OperationOutcome.Asked { GuestDoesItAll: true }:
                _rebooting = false;
                break;
            case OperationOutcome.WentOn:
                PublishPhase(_beforeWriting.Phase, _beforeWriting.Reason);
                break;
            case OperationOutcome.SaveDropped:
                Publish(_view with { ManagedSave = false });
                break;
            case OperationOutcome.Undefined when _view.State.Phase != DomainPhase.Removing:
                // It goes on without a stored definition.
                Publish(_view with { Asked = null, Version = 0, Autostart = false });
                break;
        }
    }

    /// <summary>What is in force may be another after an operation, also after one that failed: a device whose release was asked for.</summary>
    private void FollowRecord()
    {
        if (_guest is { IsRecorded: true } guest && _view.Live is { } shown && !ReferenceEquals(shown, guest.Live))
        {
            Publish(_view with { Live = guest.Live });
        }
    }

    private void ApplyFailure(DomainTask task, Exception failure)
    {
        LogRequestFailed(failure, _view.Name, task.Request.Kind);
        switch (task.Request)
        {
            case StartRequest:
                PublishPhase(DomainPhase.Off, DomainPhaseReason.Failed, failure.Message);
                break;
            case UndefineRequest when _view.State.Phase == DomainPhase.Removing:
                PublishPhase(DomainPhase.Off, DomainPhaseReason.Failed, failure.Message);
                break;
            case DestroyRequest when _guest is { } guest:
                // The process is still there (a graceful stop that was ignored, or one stuck in the kernel): back to what QEMU says.
                PublishPhase(guest.IsRecorded ? DomainPhase.Running : DomainPhase.Unrecorded, DomainPhaseReason.Unknown, failure.Message);
                Beat();
                break;
            case RebootRequest:
                _rebooting = false;
                break;
            case SaveRequest or DumpRequest:
                GoOnAfter(task);
                break;
        }
    }

    /// <summary>The installer has rebooted, which ended its run: the machine goes on from its disk, as it would without us.</summary>
    private void StartWhatWasInstalled()
    {
        if (!_installed || !_view.Persistent)
        {
            return;
        }
        _installed = false;
        _operations.Told(_view, "installed", "");
        lock (_gate)
        {
            _queue.AddLast(new DomainTask(new StartRequest(), Caller.Daemon));
        }
    }

    private async ValueTask LeaveGuestAsync()
    {
        if (_guest is { } guest)
        {
            Volatile.Write(ref _guest, null);
            // One that is not stored (adopted, or undefined while it ran) is still told of once it has ended.
            Publish(_view with { Live = null, ConsolesInUse = [], EndedBeside = [], Transient = _view.Persistent ? _view.Transient : guest.Live.Definition });
            await guest.DisposeAsync();
        }
    }

    private void RetireIfGone(OperationOutcome? outcome)
    {
        var gone = outcome is OperationOutcome.Undefined ? _view.State.Phase == DomainPhase.Removing
            : _view.State.Phase == DomainPhase.Off && !_view.Persistent;
        if (gone)
        {
            _operations.Gone(this);
            _inbox.Writer.TryComplete();
        }
    }

    /// <summary>Ends the process's phase: what was being done on it is over, and what is left is cleaned up.</summary>
    private void HandleProcessEnd(RunningGuest guest)
    {
        if (_current is { Request: SaveRequest or DumpRequest } writing)
        {
            // It meets the end itself, whether it was its own doing or not; what is left then is heard here.
            HearAgain(guest, writing, TaskContinuationOptions.None);
            return;
        }
        if (_current is { Request: DestroyRequest } destroying)
        {
            // It waits for this end itself; where it fails behind it, the end is heard again: nothing runs any more.
            _endReason = DomainPhaseReason.Destroyed;
            _installed = false;
            HearAgain(guest, destroying, TaskContinuationOptions.OnlyOnFaulted);
            return;
        }
        lock (_gate)
        {
            _currentCancel?.Cancel();
        }
        var cleaning = new DomainTask(new DestroyRequest(), Caller.Daemon);
        if (_current is null)
        {
            lock (_gate)
            {
                _current = cleaning;
            }
            if (_endReason == DomainPhaseReason.Unknown)
            {
                _endReason = DomainPhaseReason.Crashed;
            }
            PublishPhase(DomainPhase.Stopping, _endReason);
            _ = CleanUpAsync(cleaning, guest);
        }
        else
        {
            HearAgain(guest, _current, TaskContinuationOptions.None);
        }
    }

    /// <summary>Once the operation has ended.</summary>
    private void HearAgain(RunningGuest guest, DomainTask behind, TaskContinuationOptions when) =>
        _ = behind.Completion.ContinueWith(
            _ => _inbox.Writer.TryWrite(new DriverMessage.ProcessEnded(guest)), CancellationToken.None, when, TaskScheduler.Default);
}
