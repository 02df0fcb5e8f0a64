using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Ports;

namespace Pando.Qemu.Arguments;

/// <summary>A file that a device needs besides disks and firmware.</summary>
/// <param name="Key">What it is called in <see cref="GuestDescriptors.Files"/>.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Use">How it is opened.</param>
/// <param name="MayBePair">Whether two pipes, <c>PATH.in</c> and <c>PATH.out</c>, may stand for it: QEMU opens those by their names.</param>
/// <param name="OpenedByQemu">Whether QEMU opens it by its name, as it does input devices: its user must be let in.</param>
public sealed record DeviceFile(string Key, string Path, GuestFileUse Use, bool MayBePair = false, bool OpenedByQemu = false)
{
    /// <summary>How security drivers label it, against what the machine says.</summary>
    public EquatableArray<DeviceSeclabel> Labels { get; init; }
}

/// <summary>The files that a machine's devices name, disks and firmware aside: opened for QEMU, which gets descriptors.</summary>
public static class DeviceFiles
{
    /// <summary>The kernel's own generator.</summary>
    internal const string KernelRandomness = "/dev/urandom";

    /// <summary>All of them, of a definition in which every device has its alias.</summary>
    public static IEnumerable<DeviceFile> Of(DomainDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        // A console on a serial port is that port.
        return CharacterEnds.Of(definition.Devices).DistinctBy(end => end.Device.Alias).SelectMany(end => Of(end.Device, end.Backend))
            .Concat(Nodes(definition.Devices))
            .Concat(definition.Devices.Inputs.Items.Where(input => input.SourcePath is not null)
                .Select(input => new DeviceFile(Key(input), input.SourcePath!, GuestFileUse.ReadWriteDevice, OpenedByQemu: true)))
            .Concat(definition.Devices.Rngs.Items.Where(rng => rng.Source == RngSource.Random && !IsKernelRandomness(rng.Path))
                .Select(rng => new DeviceFile(Key(rng), rng.Path!, GuestFileUse.ReadDevice)));
    }

    /// <summary>Whether it goes by its path: there is nothing in it to protect, and everybody may open it.</summary>
    internal static bool IsKernelRandomness(string? path) => path is null or KernelRandomness or "/dev/random";

    /// <summary>The key of the file that the device itself reads or writes.</summary>
    internal static string Key(Device device) => ArgumentContext.Alias(device);

    /// <summary>The key of the file that is the device's log.</summary>
    internal static string LogKey(Device device) => $"{ArgumentContext.Alias(device)}.log";

    /// <summary>The key of the file by which a command to the host's trusted platform module is given up.</summary>
    internal static string CancelKey(Device device) => $"{ArgumentContext.Alias(device)}.cancel";

    /// <summary>That file (Documentation/ABI/stable/sysfs-class-tpm).</summary>
    internal static string CancelPath(string node) => $"/sys/class/tpm/{Path.GetFileName(node)}/device/cancel";

    /// <summary>The nodes of the host's own devices and of its kernel's.</summary>
    private static IEnumerable<DeviceFile> Nodes(DomainDevices devices)
    {
        foreach (InterfaceDevice card in devices.Interfaces.Items)
        {
            if (card.Source is VdpaSource vdpa)
            {
                yield return new DeviceFile(Key(card), vdpa.Device, GuestFileUse.ReadWriteDevice);
            }
        }

        foreach (HostScsiController controller in devices.HostDevices.Items.OfType<HostScsiController>())
        {
            yield return new DeviceFile(Key(controller), "/dev/vhost-scsi", GuestFileUse.ReadWriteDevice);
        }

        foreach (TpmDevice tpm in devices.Tpms.Items)
        {
            if (tpm.Backend is TpmPassthrough { Path: { } node })
            {
                yield return new DeviceFile(Key(tpm), node, GuestFileUse.ReadWriteDevice);
                yield return new DeviceFile(CancelKey(tpm), CancelPath(node), GuestFileUse.Append);
            }
        }
    }

    private static IEnumerable<DeviceFile> Of(Device device, CharacterBackend backend)
    {
        switch (backend)
        {
            case FileBackend file:
                yield return new DeviceFile(Key(device), file.Path, GuestFileUse.Append) { Labels = file.Labels };
                break;
            case DeviceBackend host:
                yield return new DeviceFile(Key(device), host.Path, GuestFileUse.ReadWriteDevice) { Labels = host.Labels };
                break;
            case PipeBackend pipe:
                yield return new DeviceFile(Key(device), pipe.Path, GuestFileUse.ReadWriteDevice, MayBePair: true) { Labels = pipe.Labels };
                break;
        }

        if (backend.Log is { } log)
        {
            yield return new DeviceFile(LogKey(device), log.Path, GuestFileUse.Append);
        }
    }
}
