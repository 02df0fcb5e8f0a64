using Pando.Model.Domains;
using Pando.Model.Jobs;

namespace Pando.Domains.Starting;

/// <summary>
/// Counts what the definition says under <c>perf</c>, before the guest's first instruction. What the kernel does not count
/// here refuses the start, as libvirt has it.
/// </summary>
internal sealed class CountEvents(StartRun? run) : JobStep
{
    public override string Name => "count-events";

    public override ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        var guest = run!.Guest!;
        guest.Counters.Count(run.Definition.Name, guest.Process.Pid, PerfEvents.Enabled(run.Definition));
        return ValueTask.CompletedTask;
    }

    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        run?.Guest?.Counters.Dispose();
        return ValueTask.CompletedTask;
    }
}
