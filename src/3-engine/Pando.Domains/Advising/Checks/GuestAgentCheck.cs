using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Advice;
using Pando.Model.Domains.Devices;
using Pando.Model.Host;
using Pando.Model.Ports;

namespace Pando.Domains.Advising.Checks;

/// <summary>A machine that its guest cannot be asked about: it is shut down and backed up without the guest's help.</summary>
internal sealed class GuestAgentCheck : IDefinitionCheck
{
    public IEnumerable<Diagnosis> Examine(Patient patient)
    {
        if (!patient.Definition.Devices.Channels.Items.Any(channel => channel.Name == ChannelDevice.GuestAgentName))
        {
            yield return Diagnosis.Fixable("no-guest-agent", DoctorConcern.Safety, null, machine => machine.WithDevices(devices =>
                devices with { Channels = [.. devices.Channels.Items, new ChannelDevice { Name = ChannelDevice.GuestAgentName }] }));
        }
    }
}
