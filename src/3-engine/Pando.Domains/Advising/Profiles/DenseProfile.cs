using Pando.Model.Domains;
using Pando.Model.Domains.Advice;
using Pando.Model.Domains.Devices;

namespace Pando.Domains.Advising.Profiles;

/// <summary>As many machines as possible: what a guest does not use goes back to the host.</summary>
internal sealed class DenseProfile : ITuningProfile
{
    private const int StatsSeconds = 10;

    public DomainDefinition Apply(DomainDefinition machine, Patient patient) => machine
        .WithBalloon(static balloon => balloon with { FreePageReporting = true, AutoDeflate = true, StatsPeriodSeconds = StatsSeconds })
        .WithWritableDisks(static disk => disk with { Driver = disk.Driver with { Discard = DiskDiscard.Unmap, DetectZeroes = DetectZeroes.Unmap } });

    public IEnumerable<Diagnosis> Lacks(Patient patient)
    {
        if (patient.Memory.MergedPages is not { Running: true })
        {
            yield return Diagnosis.Of("merging-off", DoctorConcern.Room, null);
        }
    }
}
