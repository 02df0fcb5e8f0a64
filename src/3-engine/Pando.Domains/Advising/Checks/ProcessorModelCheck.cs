using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Advice;
using Pando.Model.Domains.Devices;
using Pando.Model.Host;
using Pando.Model.Ports;

namespace Pando.Domains.Advising.Checks;

/// <summary>A processor model that hides from the guest what the host's can.</summary>
internal sealed class ProcessorModelCheck : IDefinitionCheck
{
    private static readonly string[] Least = ["qemu64", "qemu32", "kvm64", "kvm32"];

    public IEnumerable<Diagnosis> Examine(Patient patient)
    {
        CpuDefinition? cpu = patient.Definition.Cpu;
        bool least = cpu?.Mode is null || (cpu is { Mode: CpuMode.Custom, Model: { } model } && Least.Contains(model));
        if (least && patient.Definition.Type == DomainType.Kvm && patient.Accelerator.Accelerator == Accelerator.Kvm)
        {
            yield return Diagnosis.Fixable("processor-model-least", DoctorConcern.Performance, cpu?.Model, machine =>
                machine with { Cpu = (machine.Cpu ?? new CpuDefinition()) with { Mode = CpuMode.HostModel, Model = null, Match = null, Fallback = null, Check = CpuCheck.Partial } });
        }
    }
}
