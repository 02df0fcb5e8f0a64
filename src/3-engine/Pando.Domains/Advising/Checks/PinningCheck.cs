using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Advice;
using Pando.Model.Domains.Devices;
using Pando.Model.Host;
using Pando.Model.Ports;

namespace Pando.Domains.Advising.Checks;

/// <summary>Pinning to processors that the host does not have now.</summary>
internal sealed class PinningCheck : IDefinitionCheck
{
    public IEnumerable<Diagnosis> Examine(Patient patient)
    {
        var online = NumberSet.Of(patient.Topology.Processors.Select(static processor => processor.Number));
        CpuTuning tuning = patient.Definition.CpuTuning;
        NumberSet?[] pinned = [patient.Definition.CpuSet, tuning.EmulatorPin, .. tuning.VcpuPins.Items.Select(static pin => pin.Cpus), .. tuning.IoThreadPins.Items.Select(static pin => pin.Cpus)];
        int[] missing = [.. pinned.OfType<NumberSet>().SelectMany(static set => set.Numbers.Items).Where(number => !online.Contains(number)).Distinct().Order()];
        if (missing.Length > 0)
        {
            yield return Diagnosis.Of("pinned-to-nothing", DoctorConcern.Safety, null, ("cpus", NumberSet.Of(missing).ToString()), ("online", online.ToString()));
        }
    }
}
