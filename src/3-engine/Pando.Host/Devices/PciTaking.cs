using Pando.Linux.Files;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Host.Devices;

/// <summary>
/// Takes a PCI device for VFIO (Documentation/driver-api/vfio.rst): all of its IOMMU group go to one guest or to none,
/// and what the host itself uses is not taken.
/// </summary>
internal static class PciTaking
{
    public const string Kind = "pci";

    private const string VfioDriver = "vfio-pci";
    private const string BridgeClass = "0x0604";

    public static async ValueTask<TakenHostDevice> TakeAsync(
        Device device, PciAddress address, bool managed, bool optional, HostDeviceRequest request, HostTree tree, Func<HostDeviceRecord, ValueTask> note)
    {
        var name = address.ToString();
        var folder = Folder(tree, name);
        if (!Directory.Exists(folder))
        {
            return optional ? new TakenHostDevice(device, IsAbsent: true) : throw Fails(ErrorCodes.HostDevice.Missing);
        }
        var group = HostTree.Target(Path.Combine(folder, "iommu_group")) ?? throw Fails(ErrorCodes.HostDevice.NoIommu);
        RefuseSharedGroup(folder, name, request, tree);
        var driver = HostTree.Target(Path.Combine(folder, "driver"));
        if (driver != VfioDriver)
        {
            if (!managed)
            {
                throw Fails(ErrorCodes.HostDevice.NotBound, ("driver", driver ?? "—"));
            }
            if (HostUse.Of(folder, tree) is { } user)
            {
                throw Fails(ErrorCodes.HostDevice.InUse, ("user", user));
            }
        }
        var node = Path.Combine(tree.Dev, "vfio", group);
        var before = FileStatus.TryOf(node);
        var record = new HostDeviceRecord(Kind, name, driver, managed && driver != VfioDriver, node, before?.Uid ?? 0, before?.Gid ?? 0);
        await note(record);
        try
        {
            if (record.Managed)
            {
                Bind(folder, tree, VfioDriver);
                if (HostTree.Target(Path.Combine(folder, "driver")) is var now && now != VfioDriver)
                {
                    throw Fails(ErrorCodes.HostDevice.NotBound, ("driver", now ?? "—"));
                }
            }
            if (!File.Exists(node))
            {
                throw Fails(ErrorCodes.HostDevice.NoIommu);
            }
            using var open = PathWalk.OpenDevice(node, FileAccess.ReadWrite);
            if (request is { OwnerUid: { } uid, OwnerGid: { } gid })
            {
                Linux.Files.Folder.ChangeOwner(open, uid, gid, node);
            }
            var identity = FileStatus.Of(open).Identity;
            return new TakenHostDevice(device, IsAbsent: false) { Held = new HeldFile(node, identity.Device, identity.Inode, FileUse.Write), Record = record };
        }
        catch
        {
            Release(record, tree);
            throw;
        }

        CallerException Fails(ErrorCode code, params ErrorFact[] more) => new(code, [("name", request.Machine), ("device", $"PCI {name}"), .. more]);
    }

    /// <summary>Resets the device and gives it back to the driver that it had.</summary>
    public static void Release(HostDeviceRecord record, HostTree tree)
    {
        var folder = Folder(tree, record.Device);
        if (record.Managed && Directory.Exists(folder) && HostTree.Target(Path.Combine(folder, "driver")) is null or VfioDriver)
        {
            // Not every device can be reset by itself; VFIO has done what can be done when the guest closed it.
            Try(Path.Combine(folder, "reset"), "1");
            Bind(folder, tree, null);
        }
        if (record.Node is { } node && File.Exists(node))
        {
            using var open = PathWalk.OpenDevice(node, FileAccess.ReadWrite);
            Linux.Files.Folder.ChangeOwner(open, record.Uid, record.Gid, node);
        }
    }

    private static void RefuseSharedGroup(string folder, string name, HostDeviceRequest request, HostTree tree)
    {
        var members = Path.Combine(folder, "iommu_group", "devices");
        var ours = request.Others.Select(other => other.ToString()).ToHashSet(StringComparer.Ordinal);
        foreach (var mate in Directory.Exists(members) ? Directory.EnumerateFileSystemEntries(members).Select(member => Path.GetFileName(member)!) : [])
        {
            var place = Folder(tree, mate);
            var driver = HostTree.Target(Path.Combine(place, "driver"));
            var bridge = HostTree.Line(Path.Combine(place, "class"))?.StartsWith(BridgeClass, StringComparison.Ordinal) == true;
            if (mate != name && !ours.Contains(mate) && !bridge && driver is not (null or VfioDriver or "pci-stub"))
            {
                throw new CallerException(
                    ErrorCodes.HostDevice.SharedGroup, ("name", request.Machine), ("device", $"PCI {name}"), ("mate", mate), ("driver", driver));
            }
        }
    }

    /// <summary>Takes it from its driver and has the kernel look for the one that is meant; null is the usual one.</summary>
    private static void Bind(string folder, HostTree tree, string? driver)
    {
        File.WriteAllText(Path.Combine(folder, "driver_override"), (driver ?? "") + "\n");
        var unbind = Path.Combine(folder, "driver", "unbind");
        if (File.Exists(unbind))
        {
            File.WriteAllText(unbind, Path.GetFileName(folder));
        }
        File.WriteAllText(Path.Combine(tree.Sys, "bus/pci/drivers_probe"), Path.GetFileName(folder));
    }

    private static void Try(string file, string value)
    {
        try
        {
            if (File.Exists(file))
            {
                File.WriteAllText(file, value);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nothing can be done about it, and nothing depends on it.
        }
    }

    private static string Folder(HostTree tree, string device) => Path.Combine(tree.Sys, "bus/pci/devices", device);
}
