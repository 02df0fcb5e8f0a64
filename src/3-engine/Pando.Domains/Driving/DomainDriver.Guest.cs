using Pando.Domains.Guests;
using Pando.Domains.Monitor;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Qmp;

namespace Pando.Domains.Driving;

/// <summary>What QEMU tells, and what follows from it.</summary>
internal sealed partial class DomainDriver
{
    private void HandleGuestEvent(RunningGuest guest, QmpEvent happened)
    {
        if (happened is not EventsLost)
        {
            _operations.Heard(_view, happened);
        }
        switch (happened)
        {
            case ShutdownEvent shutdown:
                _endReason = shutdown.Reason switch
                {
                    "guest-panic" => DomainPhaseReason.Crashed,
                    "host-signal" or "host-qmp-quit" => DomainPhaseReason.Destroyed,
                    _ => DomainPhaseReason.Shutdown,
                };
                _operations.Told(_view, "guest-shutdown", shutdown.Reason);
                _installed = shutdown is { Guest: true, Reason: "guest-reset" } && _operations.IsInstaller(guest);
                if (shutdown.Guest && StaysAfterShutdown(guest))
                {
                    HandleGuestOff(guest);
                }
                break;
            case StopEvent when _view.State.Phase == DomainPhase.Running && _current is null:
                PublishPhase(DomainPhase.Paused, DomainPhaseReason.Unknown);
                Beat();
                break;
            case ResumeEvent when _view.State.Phase == DomainPhase.Paused && _current is null:
                PublishPhase(DomainPhase.Running, DomainPhaseReason.Unpaused);
                break;
            case SuspendEvent:
                PublishPhase(DomainPhase.PmSuspended, DomainPhaseReason.Unknown);
                break;
            case WakeupEvent when _view.State.Phase == DomainPhase.PmSuspended:
                PublishPhase(DomainPhase.Running, DomainPhaseReason.Wakeup);
                break;
            case SuspendDiskEvent:
                _operations.Told(_view, "suspended-to-disk", "");
                break;
            case VserportChangeEvent port when port.Id == guest.Agent?.Alias:
                HandleAgent(guest, port.Open);
                break;
            case BlockIoErrorEvent error:
                _operations.Told(_view, "disk-error", DiskErrorFacts.Of(guest.Live.Definition, error));
                break;
            case BlockWriteThresholdEvent threshold:
                _operations.Told(_view, "block-threshold", WriteThreshold.Facts(guest.Live, threshold));
                break;
            case ResetEvent { Guest: true }:
                _operations.Told(_view, "rebooted", "guest");
                break;
            case GuestPanickedEvent panic:
                HandlePanic(guest, panic);
                break;
            case WatchdogEvent when guest.Live.Definition.Devices.Watchdogs.Items.Any(static watchdog => watchdog.Action == WatchdogAction.Dump):
                DumpHung();
                break;
            case DeviceDeletedEvent { Device: { } alias } when guest.Live.IsUnplugAsked(alias):
                LetGo(alias);
                break;
            case BalloonChangeEvent balloon:
                Publish(_view with { State = _view.State with { BalloonKiB = balloon.ActualBytes / 1024 } });
                break;
            case EventsLost:
                guest.LoseTrackOfAgent();
                Beat();
                break;
        }
    }

    private void HandleAgent(RunningGuest guest, bool open)
    {
        if (guest.Agent?.Notice(open) == true)
        {
            Publish(_view with { State = _view.State with { Agent = guest.AgentState } });
            _operations.Told(_view, "agent", open ? "connected" : "disconnected");
        }
    }

    private void HandleTaint(RunningGuest guest, Taint taint)
    {
        if (_operations.Mark(guest, taint))
        {
            Publish(_view with { Live = guest.Live });
            _operations.Told(_view, "tainted", Taints.Word(taint));
        }
    }

    private void HandleAgentLimit(RunningGuest guest, TimeSpan? limit)
    {
        _operations.LimitAgent(guest, limit);
        Publish(_view with { Live = guest.Live });
    }

    private bool StaysAfterShutdown(RunningGuest guest) =>
        _rebooting || guest.Live.Definition.OnPowerOff is LifecycleAction.Restart or LifecycleAction.Preserve;

    /// <summary>The guest is off and QEMU waits: run it anew, or leave it for somebody to look at.</summary>
    private void HandleGuestOff(RunningGuest guest)
    {
        PublishPhase(DomainPhase.GuestOff, DomainPhaseReason.Shutdown);
        if (_rebooting || guest.Live.Definition.OnPowerOff == LifecycleAction.Restart)
        {
            _rebooting = false;
            RunAgain();
        }
    }

    private void HandlePanic(RunningGuest guest, GuestPanickedEvent panic)
    {
        _endReason = DomainPhaseReason.Crashed;
        _operations.Told(_view, "guest-crashed", panic.Action);
        var action = guest.Live.Definition.OnCrash;
        if (action == LifecycleAction.Destroy)
        {
            return;
        }
        PublishPhase(DomainPhase.Crashed, DomainPhaseReason.Crashed);
        switch (action)
        {
            case LifecycleAction.Restart:
                RunAgain();
                break;
            case LifecycleAction.CoredumpDestroy or LifecycleAction.CoredumpRestart:
                DumpCrash(action);
                break;
        }
    }

    /// <summary>A reset lets a guest that is off or has crashed run anew; the loop itself never waits for QEMU.</summary>
    private void RunAgain() => Follow(new ResetRequest());

    /// <summary>
    /// The guest has released a device that it was asked for: what is behind it goes too. Where the operation that asked
    /// still waits, it does that, and this finds nothing left to do.
    /// </summary>
    private void LetGo(string alias)
    {
        lock (_gate)
        {
            _queue.AddLast(new DomainTask(new DetachDeviceRequest(null, alias, ChangeScope.Live) { IsReleased = true }, Caller.Daemon));
        }
    }

    /// <summary>Brings the published state in line with QEMU's own, also where an event was missed.</summary>
    private void HandleHeartbeat(RunningGuest guest, RunState? status)
    {
        var now = _time.GetUtcNow();
        if (status is null)
        {
            if (_view.State.NotAnsweringSince is null)
            {
                LogNotAnswering(_view.Name);
                Publish(_view with { State = _view.State with { NotAnsweringSince = _view.State.LastKnownAt } });
            }
            return;
        }
        if (_view.State.NotAnsweringSince is not null)
        {
            LogAnsweringAgain(_view.Name);
        }
        Publish(_view with { State = _view.State with { LastKnownAt = now, NotAnsweringSince = null } });
        if (_current is null)
        {
            Follow(guest, status.Value);
        }
    }

    private void Follow(RunningGuest guest, RunState status)
    {
        switch (status)
        {
            case RunState.Running when _view.State.Phase != DomainPhase.Running:
                PublishPhase(DomainPhase.Running, DomainPhaseReason.Unpaused);
                break;
            case RunState.Suspended when _view.State.Phase != DomainPhase.PmSuspended:
                PublishPhase(DomainPhase.PmSuspended, DomainPhaseReason.Unknown);
                break;
            case RunState.Shutdown when _view.State.Phase != DomainPhase.GuestOff:
                HandleGuestOff(guest);
                break;
            case RunState.GuestPanicked or RunState.InternalError when _view.State.Phase != DomainPhase.Crashed:
                PublishPhase(DomainPhase.Crashed, DomainPhaseReason.Crashed);
                break;
            case RunState.IoError when _view.State is not { Phase: DomainPhase.Paused, Reason: DomainPhaseReason.IoError }:
                PublishPhase(DomainPhase.Paused, DomainPhaseReason.IoError);
                break;
            case RunState.Watchdog when _view.State is not { Phase: DomainPhase.Paused, Reason: DomainPhaseReason.Watchdog }:
                PublishPhase(DomainPhase.Paused, DomainPhaseReason.Watchdog);
                break;
            case RunState.Paused or RunState.Prelaunch when _view.State.Phase != DomainPhase.Paused:
                PublishPhase(DomainPhase.Paused, DomainPhaseReason.Unknown);
                break;
        }
    }
}
