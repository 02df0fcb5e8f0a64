using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Pando.Domains.Guests;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Domains.Driving;

/// <summary>
/// The one owner of a machine. Requests are accepted or refused at once and wait in its queue; its loop does one after
/// the other, hears what QEMU says meanwhile, and is the only place where the machine's state changes.
/// </summary>
internal sealed partial class DomainDriver
{
    // More waiting requests than this for one machine are a client gone wild, not a need.
    private const int QueueLimit = 64;

    private readonly Lock _gate = new();
    private readonly LinkedList<DomainTask> _queue = new();
    private readonly Channel<DriverMessage> _inbox = Channel.CreateUnbounded<DriverMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly TimeProvider _time;
    private readonly IDriverOperations _operations;
    private readonly ILogger _log;

    private volatile DomainView _view;
    private RunningGuest? _guest;
    private DomainTask? _current;
    private CancellationTokenSource? _currentCancel;
    private bool _rebooting;
    private bool _installed;
    private DomainPhaseReason _endReason = DomainPhaseReason.Unknown;

    /// <summary>Begins to drive a machine: off, or with the process that it was adopted with.</summary>
    public DomainDriver(DomainView view, RunningGuest? guest, TimeProvider time, ILogger log, IDriverOperations operations)
    {
        _view = view;
        _guest = guest;
        _time = time;
        _log = log;
        _operations = operations;
        guest?.ReportTo(_inbox.Writer);
        Loop = RunAsync();
    }

    public DomainId Id => _view.Id;

    /// <summary>What is known of the machine. Never waits.</summary>
    public DomainView View => _view;

    /// <summary>The process, for what only reads from it (screenshots, consoles).</summary>
    public RunningGuest? Guest => Volatile.Read(ref _guest);

    /// <summary>Ends when the driver was told to retire.</summary>
    public Task Loop { get; }

    /// <summary>Accepts a request or throws its refusal, at once.</summary>
    public DomainTask Request(DomainRequest request, Caller by)
    {
        var task = new DomainTask(request, by);
        lock (_gate)
        {
            RefuseIfForbidden(request);
            if (request is DestroyRequest)
            {
                // It overtakes: whatever waits will find no process, and is told so by name.
                _queue.AddFirst(task);
                CancelWhatDestroyOvertakes();
            }
            else
            {
                _queue.AddLast(task);
            }
        }
        _inbox.Writer.TryWrite(new DriverMessage.Wake());
        return task;
    }

    /// <summary>Takes another definition (already stored) as what is asked.</summary>
    public Task<DomainView> RedefinedAsync(DomainDefinition asked, int version, bool autostart)
    {
        var answer = new TaskCompletionSource<DomainView>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_inbox.Writer.TryWrite(new DriverMessage.Redefined(asked, version, autostart, answer)))
        {
            answer.SetException(Refused(ErrorCodes.Domain.BeingRemoved));
        }
        return answer.Task;
    }

    /// <summary>Asks QEMU whether it is there; the answer comes to the loop.</summary>
    public void Beat() => _ = Guest is { IsRecorded: true } guest ? guest.BeatAsync() : null;

    /// <summary>Marks what runs as tampered with; the mark is kept until its process ends.</summary>
    public void Mark(Taint taint) => _ = Guest is { } guest && _inbox.Writer.TryWrite(new DriverMessage.Tainted(guest, taint));

    /// <summary>Gives the agent of what runs another limit, until its process ends; null is the usual one.</summary>
    public Task<DomainView> LimitAgentAsync(RunningGuest guest, TimeSpan? limit, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<DomainView>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _inbox.Writer.TryWrite(new DriverMessage.AgentLimited(guest, limit, answer))
            ? answer.Task.WaitAsync(cancellationToken)
            : Task.FromResult(View);
    }

    /// <summary>What the guest tells of its memory; null where it tells nothing.</summary>
    public void Learn(RunningGuest guest, GuestMemory? memory) => _inbox.Writer.TryWrite(new DriverMessage.MemoryTold(guest, memory));

    /// <summary>Ends the loop and leaves the process as it is.</summary>
    public async ValueTask RetireAsync()
    {
        _inbox.Writer.TryComplete();
        await Loop;
        if (_guest is { } guest)
        {
            await guest.DisposeAsync();
        }
    }

    private void RefuseIfForbidden(DomainRequest request)
    {
        var view = _view;
        var phase = view.State.Phase;
        foreach (var waiting in _queue)
        {
            phase = RequestTable.After(phase, waiting.Request);
        }
        if (_current is { } current && RequestTable.RefusalDuring(current.Request, request) is { } busy)
        {
            throw Refused(busy);
        }
        var answering = view.State.NotAnsweringSince is null;
        if (RequestTable.Refusal(phase, request, view.Persistent, answering) is { } code)
        {
            throw Refused(code);
        }
        if (IsAboutAnotherVersion(request))
        {
            throw Refused(ErrorCodes.Domain.ChangedMeanwhile);
        }
        if (_queue.Count >= QueueLimit && request is not DestroyRequest)
        {
            throw Refused(ErrorCodes.Domain.QueueFull);
        }
    }

    /// <summary>Asked when it is accepted and again when it is its turn; the store compares once more, in the transaction itself.</summary>
    private bool IsAboutAnotherVersion(DomainRequest request) =>
        request switch
        {
            UndefineRequest undefine => undefine.ExpectedVersion,
            RenameRequest rename => rename.ExpectedVersion,
            _ => null,
        } is { } expected && expected != _view.Version;

    private CallerException Refused(ErrorCode code)
    {
        var view = _view;
        return new CallerException(
            code, ("name", view.Name), ("count", $"{QueueLimit}"), ("since", $"{view.State.NotAnsweringSince:yyyy-MM-dd HH:mm:ss}"));
    }

    private void CancelWhatDestroyOvertakes()
    {
        if (_current is { Request: not (DestroyRequest or UndefineRequest) })
        {
            _currentCancel?.Cancel();
        }
    }

    private async Task RunAsync()
    {
        await foreach (var message in _inbox.Reader.ReadAllAsync())
        {
            try
            {
                await HandleAsync(message);
                StartNextIfIdle();
            }
            catch (Exception e)
            {
                // The loop outlives any failure: without it the machine would have no owner.
                LogLoopFailed(e, _view.Name, message.GetType().Name);
            }
        }
        FailWhatWaits();
    }

    private async ValueTask HandleAsync(DriverMessage message)
    {
        switch (message)
        {
            case DriverMessage.OperationEnded ended:
                await HandleEndAsync(ended);
                break;
            case DriverMessage.GuestEvent { Guest: var guest, Event: var happened } when guest == _guest:
                HandleGuestEvent(guest, happened);
                break;
            case DriverMessage.Heartbeat { Guest: var guest } beat when guest == _guest:
                HandleHeartbeat(guest, beat.Status);
                break;
            case DriverMessage.AgentLearned { Guest: var guest } learned when guest == _guest:
                HandleAgent(guest, learned.Open);
                break;
            case DriverMessage.AgentLimited { Guest: var guest } limited:
                if (guest == _guest)
                {
                    HandleAgentLimit(guest, limited.Limit);
                }
                limited.Answer.TrySetResult(_view);
                break;
            case DriverMessage.Tainted { Guest: var guest } tainted when guest == _guest:
                HandleTaint(guest, tainted.Taint);
                break;
            case DriverMessage.MemoryTold { Guest: var guest } told when guest == _guest && _view.State.GuestMemory != told.Memory:
                Publish(_view with { State = _view.State with { GuestMemory = told.Memory } });
                break;
            case DriverMessage.ConsolesChanged { Guest: var guest } when guest == _guest:
                Publish(_view with { ConsolesInUse = guest.Consoles.InUse() });
                break;
            case DriverMessage.SideProcessEnded { Guest: var guest, Process: var side } when guest == _guest && guest.Live.SideProcesses.Contains(side):
                _operations.Told(_view, "side-process-ended", $"{side.Kind} {side.Name}");
                Publish(_view with { EndedBeside = [.. _view.EndedBeside, side.Name] });
                break;
            case DriverMessage.ProcessEnded { Guest: var guest } when guest == _guest:
                HandleProcessEnd(guest);
                break;
            case DriverMessage.Redefined redefined:
                HandleRedefinition(redefined);
                break;
            case DriverMessage.Drain drain:
                drain.Answer.SetResult();
                break;
        }
    }

    private void HandleRedefinition(DriverMessage.Redefined redefined)
    {
        // Two stores of versions may reach the loop in the other order: the later version stays.
        if (redefined.Version >= _view.Version)
        {
            Publish(_view with { Asked = redefined.Asked, Version = redefined.Version, Autostart = redefined.Autostart, Name = redefined.Asked.Name });
        }
        redefined.Answer.SetResult(_view);
    }

    private void Publish(DomainView view)
    {
        var before = _view;
        lock (_gate)
        {
            _view = view;
        }
        _operations.Published(before, view);
    }

    private void PublishPhase(DomainPhase phase, DomainPhaseReason reason, string? failure = null)
    {
        var now = _time.GetUtcNow();
        var state = _view.State;
        var since = state.Phase == phase ? state.Since : now;
        Publish(_view with
        {
            State = new DomainState(phase, reason, since, now, null, failure ?? (phase == DomainPhase.Off ? state.LastFailure : null))
            {
                Agent = _guest?.AgentState ?? GuestAgentState.None,
                BalloonKiB = phase is DomainPhase.Off or DomainPhase.Starting ? null : state.BalloonKiB,
                GuestMemory = phase is DomainPhase.Off or DomainPhase.Starting ? null : state.GuestMemory,
            },
        });
    }

    private void FailWhatWaits()
    {
        lock (_gate)
        {
            foreach (var task in _queue)
            {
                task.Fail(Refused(ErrorCodes.Domain.BeingRemoved));
            }
            _queue.Clear();
        }
    }
}
