using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Advice;
using Pando.Model.Domains.Devices;
using Pando.Model.Host;
using Pando.Model.Ports;

namespace Pando.Domains.Advising.Checks;

/// <summary>Memory that the guest does not use and the host does not get back.</summary>
internal sealed class BalloonCheck : IDefinitionCheck
{
    public IEnumerable<Diagnosis> Examine(Patient patient)
    {
        MemballoonDevice? balloon = patient.Definition.Devices.Memballoon;
        bool givesBack = balloon is { FreePageReporting: true } || patient.Definition.MemoryBacking is { Locked: true } or { HugePages: not null };
        if (balloon is not { Model: MemballoonModel.None } && !givesBack)
        {
            yield return Diagnosis.Fixable("no-free-page-reporting", DoctorConcern.Room, null, machine => machine.WithDevices(devices =>
                devices with { Memballoon = (devices.Memballoon ?? new MemballoonDevice()) with { FreePageReporting = true } }));
        }
    }
}
