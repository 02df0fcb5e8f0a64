using System.Globalization;
using Pando.Linux.Files;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Host.Devices;

/// <summary>Finds the node for any command (/dev/sgN) of the SCSI device that is meant. QEMU opens it itself.</summary>
internal static class ScsiTaking
{
    private const string AdapterPrefix = "scsi_host";

    public static TakenHostDevice Take(HostScsiDevice wanted, AdapterScsiSource source, HostDeviceRequest request, HostTree tree)
    {
        var words = string.Create(CultureInfo.InvariantCulture, $"{source.Adapter} {source.Bus}:{source.Target}:{source.Unit}");
        var number = source.Adapter.StartsWith(AdapterPrefix, StringComparison.Ordinal) ? source.Adapter[AdapterPrefix.Length..] : source.Adapter;
        var device = Path.Combine(tree.Sys, "bus/scsi/devices", string.Create(CultureInfo.InvariantCulture, $"{number}:{source.Bus}:{source.Target}:{source.Unit}"));
        var generic = Path.Combine(device, "scsi_generic");
        if (!Directory.Exists(generic) || Directory.EnumerateFileSystemEntries(generic).FirstOrDefault() is not { } node)
        {
            throw new CallerException(ErrorCodes.HostDevice.Missing, ("name", request.Machine), ("device", words));
        }
        if (HostUse.Of(device, tree) is { } user)
        {
            throw new CallerException(ErrorCodes.HostDevice.InUse, ("name", request.Machine), ("device", words), ("user", user));
        }
        var path = Path.Combine(tree.Dev, Path.GetFileName(node));
        using var open = PathWalk.OpenDevice(path, wanted.ReadOnly ? FileAccess.Read : FileAccess.ReadWrite);
        var identity = FileStatus.Of(open).Identity;
        return new TakenHostDevice(wanted, IsAbsent: false)
        {
            Held = new HeldFile(path, identity.Device, identity.Inode, wanted.Shareable ? FileUse.SharedWrite : FileUse.Write) { OpenedByQemu = true },
        };
    }
}
