using Pando.Model;
using Pando.Model.Domains;

namespace Pando.Domains.Driving;

/// <summary>While the machine's memory is written into a file.</summary>
internal sealed partial class DomainDriver
{
    private (DomainPhase Phase, DomainPhaseReason Reason) _beforeWriting;

    private void StandStill(DomainRequest request)
    {
        var state = _view.State;
        _beforeWriting = (state.Phase, state.Reason);
        if (state.Phase is DomainPhase.Running or DomainPhase.Paused && request is not DumpRequest { Order.Live: true })
        {
            PublishPhase(DomainPhase.Paused, request is SaveRequest ? DomainPhaseReason.Saving : DomainPhaseReason.Dumping);
        }
    }

    /// <summary>It failed or was cancelled, and the guest is as it was; QEMU is asked all the same.</summary>
    private void GoOnAfter(DomainTask task)
    {
        PublishPhase(_beforeWriting.Phase, _beforeWriting.Reason);
        Beat();
        if (task is { Request: DumpRequest { Order: var order }, By: var by } && by == Caller.Daemon)
        {
            // What could not be kept is no reason to keep the machine from what comes after it.
            Follow(order switch
            {
                { Crash: true } => new DestroyRequest(),
                { Resume: true } => new ResumeRequest(),
                _ => new ResetRequest(),
            });
        }
    }

    /// <summary>What the definition wants of a guest that crashed.</summary>
    private void DumpCrash(LifecycleAction action) => Follow(new DumpRequest(new DumpOrder
    {
        Path = _operations.CrashDumpPath(_view),
        MemoryOnly = true,
        Crash = action == LifecycleAction.CoredumpDestroy,
        Reset = action == LifecycleAction.CoredumpRestart,
    }));

    /// <summary>The guest hangs, says its watchdog, and the definition wants its memory kept; then it runs on, as libvirt has it.</summary>
    private void DumpHung() => Follow(new DumpRequest(new DumpOrder { Path = _operations.CrashDumpPath(_view), MemoryOnly = true, Resume = true }));

    private void Follow(DomainRequest request)
    {
        lock (_gate)
        {
            _queue.AddFirst(new DomainTask(request, Caller.Daemon));
        }
    }
}
