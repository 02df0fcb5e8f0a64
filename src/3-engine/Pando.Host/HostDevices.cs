using System.Runtime.CompilerServices;
using Pando.Host.Devices;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Host;

/// <summary>Takes the host's devices for machines, and gives them back.</summary>
public sealed class HostDevices : IHostDevices
{
    private readonly HostTree _tree;
    private readonly Func<UeventSocket> _events;

    /// <summary>Of this host.</summary>
    public HostDevices() : this(HostTree.Real)
    {
    }

    internal HostDevices(HostTree tree, Func<UeventSocket>? events = null)
    {
        _tree = tree;
        _events = events ?? UeventSocket.Open;
    }

    /// <inheritdoc/>
    public async ValueTask<TakenHostDevice?> TakeAsync(
        HostDeviceRequest request, Func<HostDeviceRecord, ValueTask> note, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(note);
        try
        {
            return request.Device switch
            {
                HostUsbDevice usb => UsbTaking.Take(usb, request, _tree),
                HostScsiDevice { Source: AdapterScsiSource adapter } scsi => ScsiTaking.Take(scsi, adapter, request, _tree),
                HostPciDevice pci => await PciTaking.TakeAsync(pci, pci.Host, pci.Managed == true, pci.StartupPolicy == StartupPolicy.Optional, request, _tree, note),
                InterfaceDevice { Source: HostCardSource card } => await PciTaking.TakeAsync(request.Device, card.Address, card.Managed == true, optional: false, request, _tree, note),
                DiskDevice { Source: NvmeSource drive } => await PciTaking.TakeAsync(request.Device, drive.Controller, drive.Managed == true, optional: false, request, _tree, note),
                VsockDevice vsock => VsockTaking.Take(vsock, request, _tree),
                _ => null,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e, request.Machine, request.Device.Alias?.Name ?? "—");
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> NodesOf(HostUsbDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return [.. UsbFinder.All(_tree).Where(usb => usb.Is(device)).Select(usb => UsbFinder.Node(usb, _tree))];
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<UsbMove> WatchUsbAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using UeventSocket kernel = _events();
        while (!cancellationToken.IsCancellationRequested)
        {
            switch (await kernel.ReceiveAsync(cancellationToken))
            {
                case null:
                    yield return new UsbMove(Came: true, string.Empty);
                    break;
                case { Action: "add" or "remove" } told when told.Facts.GetValueOrDefault("SUBSYSTEM") == "usb" && told.Facts.GetValueOrDefault("DEVTYPE") == "usb_device":
                    yield return new UsbMove(told.Action == "add", Path.GetFileName(told.DevicePath));
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask ReleaseAsync(HostDeviceRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        try
        {
            if (record.Kind == PciTaking.Kind)
            {
                PciTaking.Release(record, _tree);
            }
            return ValueTask.CompletedTask;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e, "—", record.Device);
        }
    }

    private static MachineryException Failed(Exception failure, string machine, string device) =>
        new(ErrorCodes.HostDevice.Failed, failure, ("name", machine), ("device", device), ("reason", failure.Message));
}
