using Pando.Model.Errors;

namespace Pando.Model.Domains;

/// <summary>
/// Gives every device its place, where libvirt would put it, and adds the controllers that this takes. What has a
/// place keeps it: a definition that gains a device keeps the places of all others, so that the guest finds them
/// again. Takes a definition that <see cref="DomainDefaults.Complete"/> has completed.
/// </summary>
public static class AddressAssignment
{
    /// <summary>The definition with all places. Assigning a second time changes nothing.</summary>
    /// <exception cref="CallerException"><c>definition.no-place</c> or <c>definition.misplaced</c>.</exception>
    public static DomainDefinition Assign(DomainDefinition definition) => Assign(definition, runs: false);

    /// <summary>
    /// The same for a machine that runs, where new devices get only places that can be plugged into. What is needed and
    /// cannot be plugged, such as another port, is in the answer all the same.
    /// </summary>
    /// <exception cref="CallerException"><c>definition.no-place</c> or <c>definition.misplaced</c>.</exception>
    public static DomainDefinition AssignRunning(DomainDefinition definition) => Assign(definition, runs: true);

    private static DomainDefinition Assign(DomainDefinition definition, bool runs)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var machine = definition.Os.Machine ?? throw new ArgumentException("The defaults are not filled in.", nameof(definition));
        var chipset = Chipsets.Of(machine);
        var devices = DriveAddresses.Assign(definition.Devices);
        devices = CcidAddresses.Assign(devices);
        devices = NeededControllers.Add(devices, chipset);
        devices = VirtioSerialAddresses.Assign(devices);
        devices = UsbAddresses.Assign(devices);
        devices = PciAddresses.Assign(devices, chipset, runs);
        return definition with { Devices = devices with { Controllers = ControllerOrder.OfKeeping(devices.Controllers) } };
    }
}
