using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Advice;
using Pando.Model.Domains.Devices;
using Pando.Model.Host;
using Pando.Model.Ports;

namespace Pando.Domains.Advising.Checks;

/// <summary>Network cards that QEMU has to emulate register by register.</summary>
internal sealed class NetworkCardCheck : IDefinitionCheck
{
    public IEnumerable<Diagnosis> Examine(Patient patient) =>
        from card in patient.Definition.Devices.Interfaces.Items
        where card.Model is InterfaceModel.E1000 or InterfaceModel.E1000E or InterfaceModel.Rtl8139
        where patient.System?.Drives(GuestDriver.VirtioNetwork) is not false
        select Diagnosis.Of("network-card-emulated", DoctorConcern.Performance, card.Mac?.ToString(), ("model", card.Model.ToString()!.ToLowerInvariant()));
}
