using Pando.Model.Ports;

namespace Pando.Domains.Driving;

/// <summary>A job that no driver runs: it makes a machine, or is about one in the trash.</summary>
internal sealed class JobTask(IRunningJob job, Func<DomainView> afterwards) : IDomainTask
{
    public Task<IRunningJob?> Job { get; } = Task.FromResult<IRunningJob?>(job);

    public Task<DomainView> Completion { get; } = CompleteAsync(job, afterwards);

    private static async Task<DomainView> CompleteAsync(IRunningJob job, Func<DomainView> afterwards)
    {
        await job.Completion;
        return afterwards();
    }
}
