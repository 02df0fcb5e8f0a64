using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Advice;
using Pando.Model.Domains.Devices;
using Pando.Model.Host;
using Pando.Model.Ports;

namespace Pando.Domains.Advising.Checks;

/// <summary>A machine that would fit on one NUMA node of the host and is not told to stay there.</summary>
internal sealed class NumaPlacementCheck : IDefinitionCheck
{
    public IEnumerable<Diagnosis> Examine(Patient patient)
    {
        DomainDefinition machine = patient.Definition;
        bool placed = machine.NumaTuning.Memory is not null || !machine.NumaTuning.Cells.IsEmpty || machine.CpuSet is not null
            || !machine.CpuTuning.VcpuPins.IsEmpty || machine.VcpuPlacement == VcpuPlacement.Auto;
        if (patient.Topology.Nodes.Count > 1 && !placed && Placement.NumaPlacement.OnOneNode(machine, patient.Topology) is { } node)
        {
            yield return Diagnosis.Fixable("across-nodes", DoctorConcern.Performance, null, found => Placement.NumaPlacement.Keep(found, node), ("node", $"{node.Number}"));
        }
    }
}
