using Pando.Model;
using Pando.Model.Ports;

namespace Pando.Domains.Driving;

/// <summary>A request that was accepted: waits in a driver's queue, is done, ends.</summary>
internal sealed class DomainTask(DomainRequest request, Caller by) : IDomainTask
{
    private readonly TaskCompletionSource<IRunningJob?> _job = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<DomainView> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DomainRequest Request { get; } = request;

    public Caller By { get; } = by;

    public Task<IRunningJob?> Job => _job.Task;

    public Task<DomainView> Completion => _completion.Task;

    public void BeganAs(IRunningJob? job) => _job.TrySetResult(job);

    public void Done(DomainView view)
    {
        _job.TrySetResult(null);
        _completion.TrySetResult(view);
    }

    public void Fail(Exception failure)
    {
        // Whoever asked may have gone away: a failure nobody waits for is in the log and in the state, not unobserved.
        _job.TrySetResult(null);
        _completion.TrySetException(failure);
        _ = _completion.Task.Exception;
    }
}
