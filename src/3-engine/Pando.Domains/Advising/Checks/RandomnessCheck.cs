using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Advice;
using Pando.Model.Domains.Devices;
using Pando.Model.Host;
using Pando.Model.Ports;

namespace Pando.Domains.Advising.Checks;

/// <summary>A guest that waits for randomness when it starts.</summary>
internal sealed class RandomnessCheck : IDefinitionCheck
{
    public IEnumerable<Diagnosis> Examine(Patient patient)
    {
        if (patient.Definition.Devices.Rngs.IsEmpty && patient.System?.Drives(GuestDriver.VirtioRandom) is not false)
        {
            yield return Diagnosis.Fixable("no-randomness", DoctorConcern.Performance, null, machine => machine.WithDevices(devices =>
                devices with { Rngs = [new RngDevice { Source = RngSource.Random, Path = "/dev/urandom" }] }));
        }
    }
}
