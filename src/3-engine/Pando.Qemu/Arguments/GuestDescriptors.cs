using System.Runtime.InteropServices;
using Pando.Model.Ports;

namespace Pando.Qemu.Arguments;

/// <summary>What was opened for a guest, to be handed to its QEMU. The caller keeps and closes all of it.</summary>
public sealed record GuestDescriptors
{
    /// <summary>The listening unix socket of QMP.</summary>
    public required SafeHandle Monitor { get; init; }

    /// <summary>
    /// The listening unix sockets of the devices whose end on the host is one, by the device's alias. A console on a
    /// serial port is that port.
    /// </summary>
    public IReadOnlyDictionary<string, SafeHandle> Listeners { get; init; } = new Dictionary<string, SafeHandle>(StringComparer.Ordinal);

    /// <summary>
    /// Connected unix sockets of programs that serve a device (virtiofsd, swtpm, vhost-user servers), by the device's alias.
    /// </summary>
    public IReadOnlyDictionary<string, SafeHandle> Connections { get; init; } = new Dictionary<string, SafeHandle>(StringComparer.Ordinal);

    /// <summary>The unix sockets that QEMU connects to by itself, each of a program that was started for a device, by the device's alias.</summary>
    public IReadOnlyDictionary<string, string> Sockets { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The directories of filesystems that QEMU shares itself, by the device's alias.</summary>
    public IReadOnlyDictionary<string, SafeHandle> Directories { get; init; } = new Dictionary<string, SafeHandle>(StringComparer.Ordinal);

    /// <summary>The disks that have a medium, by their target name.</summary>
    public IReadOnlyDictionary<string, OpenedDisk> Disks { get; init; } = new Dictionary<string, OpenedDisk>(StringComparer.Ordinal);

    /// <summary>Memory that holds a secret each, by the secret's reference or what it is for.</summary>
    public IReadOnlyDictionary<string, SafeHandle> Secrets { get; init; } = new Dictionary<string, SafeHandle>(StringComparer.Ordinal);

    /// <summary>The files of <see cref="DeviceFiles"/>, by what that calls them.</summary>
    public IReadOnlyDictionary<string, SafeHandle> Files { get; init; } = new Dictionary<string, SafeHandle>(StringComparer.Ordinal);

    /// <summary>The host's ends of network interfaces that need one, by the device's alias.</summary>
    public IReadOnlyDictionary<string, OpenedInterface> Interfaces { get; init; } = new Dictionary<string, OpenedInterface>(StringComparer.Ordinal);

    /// <summary>The devices of the host, by alias, that may be absent and are.</summary>
    public IReadOnlySet<string> AbsentDevices { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The nodes of the host's devices that QEMU opens by their names, by alias.</summary>
    public IReadOnlyDictionary<string, string> Nodes { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Directories with certificates that QEMU's user can read, by what they are for (<see cref="Arguments.Certificates"/>).</summary>
    public IReadOnlyDictionary<string, string> Certificates { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The code of a firmware in flash.</summary>
    public OpenedImage? FirmwareCode { get; init; }

    /// <summary>The machine's own variables of that firmware.</summary>
    public OpenedImage? FirmwareVariables { get; init; }
}
