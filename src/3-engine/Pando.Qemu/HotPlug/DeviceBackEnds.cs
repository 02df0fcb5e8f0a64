using System.Globalization;
using Pando.Model.Domains.Devices;
using Pando.Qmp;

namespace Pando.Qemu.HotPlug;

/// <summary>
/// What the host's side of a device is called in QEMU, so that it can be taken away when the device is gone: the
/// arguments name it after the device. Asked of QEMU itself: what is not there needs no removal, and nothing is forgotten
/// that an earlier daemon began.
/// </summary>
public static class DeviceBackEnds
{
    private const string SetPrefix = "/dev/fdset/";

    private static readonly string[] ObjectPrefixes = ["obj", "mem", "shmmem-"];

    /// <summary>Removes the back ends of a device that QEMU does not have any more.</summary>
    /// <returns>The files that were open for it, as they were named when they were handed over.</returns>
    /// <exception cref="QmpException">QEMU does not answer, or holds on to one of them.</exception>
    public static async Task<IReadOnlyList<string>> RemoveAsync(IQmpExecutor qemu, Device device, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(qemu);
        ArgumentNullException.ThrowIfNull(device);
        string alias = Arguments.ArgumentContext.Alias(device);
        IReadOnlyList<string> closed = [];
        switch (device)
        {
            case DiskDevice disk:
                closed = await RemoveNodesAsync(qemu, disk, cancellationToken);
                break;
            case InterfaceDevice:
                await RemoveNetdevAsync(qemu, $"host{alias}", cancellationToken);
                break;
        }

        await RemoveCharacterDeviceAsync(qemu, $"char{alias}", cancellationToken);
        await RemoveObjectsAsync(qemu, alias, cancellationToken);
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
    public static async Task<int> FreeSetAsync(IQmpExecutor qemu, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(qemu);
        IReadOnlyList<FdsetInfo> sets = await qemu.ExecuteAsync(new QueryFdsets(), null, cancellationToken);
        // QEMU itself gives the lowest that is free: far away from those.
        const int ours = 1000;
        return Math.Max(ours, (int)sets.Select(set => set.FdsetId).DefaultIfEmpty(0).Max() + 1);
    }

    internal static async Task<IReadOnlyList<string>> RemoveNodesAsync(IQmpExecutor qemu, DiskDevice disk, CancellationToken cancellationToken)
    {
        string prefix = disk.TargetName + "-";
        IReadOnlyList<NamedBlockNodeInfo> all = await qemu.ExecuteAsync(new QueryNamedBlockNodes(), null, cancellationToken);
        var left = all.Where(node => node.NodeName.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(node => node.NodeName, StringComparer.Ordinal).ToList();
        string[] sets = [.. left.Select(node => node.File).Where(file => file.StartsWith(SetPrefix, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)];
        while (left.Count > 0)
        {
            QmpErrorException? refusal = null;
            int before = left.Count;
            foreach (NamedBlockNodeInfo node in left.ToList())
            {
                try
                {
                    await qemu.ExecuteAsync(new BlockdevDel(node.NodeName), null, cancellationToken);
                    left.Remove(node);
                }
                catch (QmpErrorException e)
                {
                    // One above it uses it still; that goes first.
                    refusal = e;
                }
            }

            if (left.Count == before)
            {
                throw refusal!;
            }
        }

        return await RemoveSetsAsync(qemu, sets, cancellationToken);
    }

    private static async Task<IReadOnlyList<string>> RemoveSetsAsync(IQmpExecutor qemu, string[] files, CancellationToken cancellationToken)
    {
        var closed = new List<string>();
        IReadOnlyList<FdsetInfo> there = files.Length == 0 ? [] : await qemu.ExecuteAsync(new QueryFdsets(), null, cancellationToken);
        foreach (FdsetInfo set in there.Where(set => files.Contains(SetPrefix + set.FdsetId.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal)))
        {
            closed.AddRange(set.Fds.Select(fd => fd.Opaque).OfType<string>());
            await qemu.ExecuteAsync(new RemoveFd(set.FdsetId), null, cancellationToken);
        }

        return closed;
    }

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

    private static async Task RemoveCharacterDeviceAsync(IQmpExecutor qemu, string id, CancellationToken cancellationToken)
    {
        IReadOnlyList<CharacterDeviceInfo> there = await qemu.ExecuteAsync(new QueryChardev(), null, cancellationToken);
        if (there.Any(device => device.Label == id))
        {
            await qemu.ExecuteAsync(new ChardevRemove(id), null, cancellationToken);
        }
    }

    private static async Task RemoveObjectsAsync(IQmpExecutor qemu, string alias, CancellationToken cancellationToken)
    {
        IReadOnlyList<ObjectPropertyInfo> there = await qemu.ExecuteAsync(new QomList("/objects"), null, cancellationToken);
        foreach (string name in there.Select(one => one.Name))
        {
            if (ObjectPrefixes.Any(prefix => name == prefix + alias) || name.StartsWith(alias + "-", StringComparison.Ordinal))
            {
                await qemu.ExecuteAsync(new ObjectDel(name), null, cancellationToken);
            }
        }
    }
}
