using Pando.GuestAgent;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Domains.Agents;

/// <summary>What a guest's disks are called in its definition.</summary>
public static class GuestDiskNames
{
    /// <summary>A disk by its place: a guest numbers buses as the definition does, where its firmware follows QEMU. Null where it is not known.</summary>
    public static string? TargetOf(GuestDiskAddress address, DomainDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(definition);
        var pci = address.PciController;
        return definition.Devices.Disks.Items.FirstOrDefault(disk => disk.Address switch
        {
            PciAddress place => (place.Domain, place.Bus, place.Slot, place.Function) == (pci.Domain, pci.Bus, pci.Slot, pci.Function),
            _ => disk.Serial is { Length: > 0 } serial && serial == address.Serial,
        })?.TargetName;
    }

    /// <summary>The disks that a file system is on: the guest's own name where the definition's is not known.</summary>
    public static IEnumerable<string> Of(GuestFilesystemInfo filesystem, DomainDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(filesystem);
        return filesystem.Disk.Select(address => TargetOf(address, definition) ?? address.Dev).OfType<string>().Distinct(StringComparer.Ordinal);
    }
}
