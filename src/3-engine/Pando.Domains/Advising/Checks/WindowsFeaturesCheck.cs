using Pando.Domains.Installing;
using Pando.Model.Domains.Advice;

namespace Pando.Domains.Advising.Checks;

/// <summary>A Windows that does not know on what it runs, and waits, polls and flushes as on a machine of its own.</summary>
internal sealed class WindowsFeaturesCheck : IDefinitionCheck
{
    public IEnumerable<Diagnosis> Examine(Patient patient)
    {
        if (patient is { System.IsWindows: true, Definition.Features.HyperV: null })
        {
            yield return Diagnosis.Fixable("windows-features", DoctorConcern.Performance, null, static machine =>
                machine with { Features = machine.Features with { HyperV = SystemDefaults.WindowsFeatures } });
        }
    }
}
