using System.Globalization;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;
using Pando.Qmp;

namespace Pando.Qemu.HotPlug;

/// <summary>
/// What the host's side of a device is called in QEMU, so that it can be taken away when the device is gone: the
/// arguments name it after the device. Asked of QEMU itself: what is not there needs no removal, and nothing is forgotten
/// that an earlier daemon began.
/// </summary>
public static class DeviceBackEnds
{
    /// <summary>Removes the back ends of a device that QEMU does not have any more.</summary>
    /// <param name="qemu">The machine.</param>
    /// <param name="machine">What is in force, with the device.</param>
    /// <param name="device">The device.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The files that were open for it, as they were named when they were handed over.</returns>
    /// <exception cref="QmpException">QEMU does not answer, or holds on to one of them.</exception>
    public static async Task<IReadOnlyList<string>> RemoveAsync(IQmpExecutor qemu, DomainDefinition machine, Device device, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(qemu);
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(device);
        string alias = ArgumentContext.Alias(device);
        string[] named = [alias, $"obj{alias}", $"mem{alias}", $"shmmem-{alias}"];
        string[] begun = device is DiskDevice { TargetName: var target } ? [alias + "-", $"pr-{target}-", $"tls{target}-"] : [alias + "-"];
        IReadOnlyList<string> closed = [];
        switch (device)
        {
            case DiskDevice disk:
                closed = await DeviceNodes.RemoveAsync(qemu, disk.TargetName + "-", cancellationToken);
                break;
            case HostScsiDevice:
                await DeviceNodes.RemoveAsync(qemu, alias + "-", cancellationToken);
                break;
            case InterfaceDevice:
                await RemoveNetdevAsync(qemu, $"host{alias}", cancellationToken);
                break;
        }

        // An object may use a character device, and that the certificates.
        await RemoveObjectsAsync(
            qemu, name => named.Contains(name, StringComparer.Ordinal) || begun.Any(first => name.StartsWith(first, StringComparison.Ordinal)), cancellationToken);
        await RemoveCharacterDevicesAsync(qemu, [$"char{alias}", $"chr-vu-{alias}"], cancellationToken);
        await RemoveObjectsAsync(qemu, name => name == $"tls{alias}", cancellationToken);
        await DescriptorSets.RemoveAsync(qemu, Notes(machine, alias), cancellationToken);
        return closed;
    }

    /// <summary>Whether QEMU has the device.</summary>
    public static async Task<bool> HasDeviceAsync(IQmpExecutor qemu, string alias, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(qemu);
        IReadOnlyList<ObjectPropertyInfo> devices = await qemu.ExecuteAsync(new QomList("/machine/peripheral"), null, cancellationToken);
        return devices.Any(device => device.Name == alias);
    }

    /// <summary>A number from which on no set of descriptors exists.</summary>
    public static Task<int> FreeSetAsync(IQmpExecutor qemu, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(qemu);
        return DescriptorSets.FreeAsync(qemu, cancellationToken);
    }

    /// <summary>What the sets of a device's own files are noted as: a device of the host by its alias, a file by its path.</summary>
    private static IEnumerable<string> Notes(DomainDefinition machine, string alias) =>
        DeviceFiles.Of(machine).Where(file => file.Key == alias || file.Key.StartsWith(alias + ".", StringComparison.Ordinal)).Select(file => file.Path).Prepend(alias);

    private static async Task RemoveNetdevAsync(IQmpExecutor qemu, string id, CancellationToken cancellationToken)
    {
        try
        {
            await qemu.ExecuteAsync(new NetdevDel(id), null, cancellationToken);
        }
        catch (QmpErrorException e) when (e.ErrorClass == "DeviceNotFound")
        {
            // There is no list of them to look into first.
        }
    }

    private static async Task RemoveCharacterDevicesAsync(IQmpExecutor qemu, string[] ids, CancellationToken cancellationToken)
    {
        IReadOnlyList<CharacterDeviceInfo> there = await qemu.ExecuteAsync(new QueryChardev(), null, cancellationToken);
        foreach (string id in there.Select(device => device.Label).Where(label => ids.Contains(label, StringComparer.Ordinal)))
        {
            await qemu.ExecuteAsync(new ChardevRemove(id), null, cancellationToken);
        }
    }

    private static async Task RemoveObjectsAsync(IQmpExecutor qemu, Predicate<string> isIts, CancellationToken cancellationToken)
    {
        IReadOnlyList<ObjectPropertyInfo> there = await qemu.ExecuteAsync(new QomList("/objects"), null, cancellationToken);
        foreach (string name in there.Select(one => one.Name).Where(name => isIts(name)))
        {
            await qemu.ExecuteAsync(new ObjectDel(name), null, cancellationToken);
        }
    }
}
