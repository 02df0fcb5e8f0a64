using Pando.Jobs;

namespace Pando.Storage.Tests.Images;

/// <summary>Does one deed at one moment of one step; everything else passes.</summary>
internal sealed class Faults(string step, JobMoment moment, Action deed) : IJobFaults
{
    public void Strike(string kind, string step1, JobMoment moment1)
    {
        if (string.Equals(step, step1, StringComparison.Ordinal) && moment == moment1)
        {
            deed();
        }
    }
}

/// <summary>Two faults of one job.</summary>
internal sealed class BothFaults(IJobFaults first, IJobFaults second) : IJobFaults
{
    public void Strike(string kind, string step, JobMoment moment)
    {
        first.Strike(kind, step, moment);
        second.Strike(kind, step, moment);
    }
}
