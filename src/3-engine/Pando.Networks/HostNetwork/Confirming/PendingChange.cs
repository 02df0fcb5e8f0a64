using Pando.Model.Jobs;
using Pando.Networks.HostNetwork.Planning;

namespace Pando.Networks.HostNetwork.Confirming;

/// <summary>A change that is in force and waits to be confirmed.</summary>
internal sealed class PendingChange(JobId job, HostNetworkPlan plan, DateTimeOffset until)
{
    private readonly TaskCompletionSource<bool> _decision = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public JobId Job => job;

    public HostNetworkPlan Plan => plan;

    public DateTimeOffset Until => until;

    /// <summary>True when it was confirmed, false when the time was over before. Only the first counts.</summary>
    public Task<bool> Decision => _decision.Task;

    public bool TryConfirm() => _decision.TrySetResult(true);

    public void TimeIsOver() => _decision.TrySetResult(false);
}
