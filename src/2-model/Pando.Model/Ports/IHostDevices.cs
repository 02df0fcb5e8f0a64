using System.Runtime.InteropServices;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Model.Ports;

/// <summary>
/// Takes devices of the host for machines: finds the one that is meant, refuses one that the host itself uses, takes it
/// from its driver where that is asked for, opens it. What is changed on the host is noted before.
/// </summary>
public interface IHostDevices
{
    /// <summary>
    /// Takes one device. Everything is undone when it fails. Throws <see cref="Errors.PandoException"/> <c>hostdev.…</c>.
    /// </summary>
    /// <param name="request">Whose and which.</param>
    /// <param name="note">Called before anything is changed that stays when the daemon dies.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null for a device that needs nothing of this.</returns>
    ValueTask<TakenHostDevice?> TakeAsync(
        HostDeviceRequest request, Func<HostDeviceRecord, ValueTask> note, CancellationToken cancellationToken = default);

    /// <summary>The nodes of the USB devices that are plugged in and can be meant.</summary>
    IReadOnlyList<string> NodesOf(HostUsbDevice device);

    /// <summary>Tells each time that a USB device was plugged in or taken away, or may have been. Ends where the host tells nothing.</summary>
    IAsyncEnumerable<UsbMove> WatchUsbAsync(CancellationToken cancellationToken = default);

    /// <summary>Gives back what was noted, also when only a part of it was done, or nothing; a second time changes nothing.</summary>
    ValueTask ReleaseAsync(HostDeviceRecord record, CancellationToken cancellationToken = default);
}

/// <summary>A device of the host that a machine is to have.</summary>
/// <param name="Machine">The machine's name, for errors.</param>
/// <param name="Device">A host device, an interface that is a card of the host, a disk that is a drive on its PCI, or a vsock.</param>
/// <param name="Others">Every PCI device of the host that the machine has: those of one group may only go together.</param>
/// <param name="OwnerUid">The user that QEMU runs as; null is the daemon's own.</param>
/// <param name="OwnerGid">Its group.</param>
public sealed record HostDeviceRequest(string Machine, Device Device, IReadOnlyList<PciAddress> Others, uint? OwnerUid, uint? OwnerGid);

/// <summary>What was changed on the host for a device.</summary>
/// <param name="Kind">What did it: <c>pci</c>.</param>
/// <param name="Device">Its name below <c>/sys/bus/pci/devices</c>.</param>
/// <param name="Driver">The driver it was taken from; null where it had none.</param>
/// <param name="Managed">Whether it is to be given back to that driver.</param>
/// <param name="Node">The node whose owner was changed; null is none.</param>
/// <param name="Uid">The owner that it had.</param>
/// <param name="Gid">The group that it had.</param>
public sealed record HostDeviceRecord(string Kind, string Device, string? Driver, bool Managed, string? Node, uint Uid, uint Gid)
{
    /// <summary>The machine's device that it was taken for; null in what an earlier daemon wrote.</summary>
    public string? Alias { get; init; }
}

/// <summary>A device of the host that was taken. The caller closes it.</summary>
/// <param name="Device">With what is known now: the number of a vsock.</param>
/// <param name="IsAbsent">Whether it may be absent, and is.</param>
public sealed record TakenHostDevice(Device Device, bool IsAbsent) : IDisposable
{
    /// <summary>The open device, for those that QEMU gets so.</summary>
    public SafeHandle? Handle { get; init; }

    /// <summary>The node, by which two machines that want one device are told; null where there is none.</summary>
    public HeldFile? Held { get; init; }

    /// <summary>What has to be given back at the end; null is nothing.</summary>
    public HostDeviceRecord? Record { get; init; }

    /// <inheritdoc/>
    public void Dispose() => Handle?.Dispose();
}

/// <summary>A USB device was plugged into the host or taken away.</summary>
/// <param name="Came">Whether it was plugged in.</param>
/// <param name="Name">The kernel's name of it, bus and port; empty where it is not known which.</param>
public sealed record UsbMove(bool Came, string Name);
