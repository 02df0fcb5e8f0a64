using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Advice;
using Pando.Model.Domains.Devices;
using Pando.Model.Host;
using Pando.Model.Ports;

namespace Pando.Domains.Advising.Checks;

/// <summary>More processors or memory than the host can give at a time.</summary>
internal sealed class HostSizeCheck : IDefinitionCheck
{
    private const int MostPercent = 90;

    public IEnumerable<Diagnosis> Examine(Patient patient)
    {
        int online = patient.Topology.Processors.Count();
        long memory = patient.Topology.Nodes.Items.Sum(static node => node.MemoryKiB);
        if (patient.Definition.Vcpus > online)
        {
            yield return Diagnosis.Of("more-processors-than-host", DoctorConcern.Performance, null, ("vcpus", $"{patient.Definition.Vcpus}"), ("online", $"{online}"));
        }
        if (patient.Definition.MemoryKiB > memory / 100 * MostPercent)
        {
            yield return Diagnosis.Of("memory-nearly-all", DoctorConcern.Safety, null, ("memory", $"{patient.Definition.MemoryKiB / 1024}"), ("host", $"{memory / 1024}"));
        }
    }
}
