using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Advice;
using Pando.Model.Domains.Devices;
using Pando.Model.Host;
using Pando.Model.Ports;

namespace Pando.Domains.Advising.Checks;

/// <summary>A guest that runs without the processor's own virtualization.</summary>
internal sealed class AcceleratorCheck : IDefinitionCheck
{
    public IEnumerable<Diagnosis> Examine(Patient patient)
    {
        if (patient.Definition.Type == DomainType.Qemu && patient.Accelerator.Accelerator == Accelerator.Kvm)
        {
            yield return Diagnosis.Fixable("not-kvm", DoctorConcern.Performance, null, static machine => machine with { Type = DomainType.Kvm });
        }
        else if (patient.Accelerator.Accelerator == Accelerator.Tcg)
        {
            yield return Diagnosis.Of("host-without-kvm", DoctorConcern.Performance, null);
        }
    }
}
