using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Advice;
using Pando.Model.Domains.Devices;
using Pando.Model.Host;
using Pando.Model.Ports;

namespace Pando.Domains.Advising.Checks;

/// <summary>A screen that anybody on the network can look at and type into.</summary>
internal sealed class OpenScreenCheck : IDefinitionCheck
{
    public IEnumerable<Diagnosis> Examine(Patient patient)
    {
        if (patient.Definition.Devices.Graphics.Items.Any(IsOpen))
        {
            yield return Diagnosis.Fixable("screen-open", DoctorConcern.Safety, null, static machine =>
                machine.WithGraphics(static screen => IsOpen(screen) ? screen with { Listens = [new AddressListen("127.0.0.1")] } : screen));
        }
    }

    private static bool IsOpen(GraphicsDevice screen) => screen is VncGraphics { Password: null }
        && screen.Listens.Items.Any(static listen => listen is AddressListen { Address: { } address } && !(System.Net.IPAddress.TryParse(address, out var ip) && System.Net.IPAddress.IsLoopback(ip)));
}
