using Pando.Host.Devices;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Host;

/// <summary>Takes the host's devices for machines, and gives them back.</summary>
public sealed class HostDevices : IHostDevices
{
    private readonly HostTree _tree;

    /// <summary>Of this host.</summary>
    public HostDevices() : this(HostTree.Real)
    {
    }

    internal HostDevices(HostTree tree) => _tree = tree;

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
