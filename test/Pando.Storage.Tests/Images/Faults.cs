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
