using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Xml.Changes;
using Pando.Qemu.Arguments;

namespace Pando.Domains.Changing;

/// <summary>A running machine with new devices that have their places and names.</summary>
/// <param name="Definition">What is in force once they are plugged in.</param>
/// <param name="New">The new devices in the order they are plugged: controllers that others hang on come first.</param>
internal sealed record PlacedDevices(DomainDefinition Definition, IReadOnlyList<Device> New);

/// <summary>
/// Finds the first free place of a running machine for a new device. What it needs beside it, such as a controller, is
/// new too; where that cannot be plugged, the machine has no place.
/// </summary>
internal static class LivePlaces
{
    /// <summary>Places a device.</summary>
    /// <param name="live">What is in force.</param>
    /// <param name="device">Completed, with the place that the caller chose, if any.</param>
    /// <exception cref="CallerException"><c>domain.no-hot-plug-place</c>, <c>domain.not-hot-pluggable</c>, <c>definition.place-taken</c>…</exception>
    public static PlacedDevices Place(DomainDefinition live, DeviceText device)
    {
        var placed = DeviceAliases.Assign(DeviceEdits.Unnamed(Assign(live, device)));
        var known = live.Devices.All().Select(one => one.Alias?.Name).ToHashSet(StringComparer.Ordinal);
        var added = placed.Devices.All().Where(one => !known.Contains(one.Alias?.Name)).OrderBy(one => one is ControllerDevice ? 0 : 1).ToList();
        foreach (var one in added)
        {
            Check(placed, one, live.Name, device);
        }
        return new PlacedDevices(placed, added);
    }

    private static DomainDefinition Assign(DomainDefinition live, DeviceText device)
    {
        try
        {
            return AddressAssignment.AssignRunning(DeviceEdits.Attach(live, device));
        }
        catch (CallerException e) when (e.Code == ErrorCodes.Definition.NoPlace)
        {
            throw NoPlace(live.Name, device, e.Facts.FirstOrDefault(fact => fact.Name == "bus").Value ?? "pci");
        }
    }

    private static void Check(DomainDefinition placed, Device one, string name, DeviceText device)
    {
        if (one is PciController)
        {
            // A port cannot be plugged: the machine is full.
            throw NoPlace(name, device, "pci");
        }
        if (one.Address is PciAddress { Bus: var bus, Function: var function } && (function != 0 || !CanPlug(placed, bus)))
        {
            throw new CallerException(ErrorCodes.Domain.NotHotPluggable, ("name", name), ("device", device.ToString()), ("reason", "domain.reason.plug-bus"));
        }
    }

    /// <summary>The root complex of PCI Express itself takes nothing, nor does a port that was told so.</summary>
    private static bool CanPlug(DomainDefinition definition, int bus) =>
        definition.Devices.Controllers.Items.OfType<PciController>().FirstOrDefault(pci => pci.Index == bus) is not
            ({ Model: PciControllerModel.PcieRoot } or { HotPlug: false });

    private static CallerException NoPlace(string name, DeviceText device, string bus) =>
        new(ErrorCodes.Domain.NoHotPlugPlace, ("name", name), ("device", device.ToString()), ("bus", bus));
}
