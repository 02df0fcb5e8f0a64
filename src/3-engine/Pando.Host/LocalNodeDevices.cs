using Pando.Host.Devices;
using Pando.Host.NodeDevices;
using Pando.Model.Host.NodeDevices;
using Pando.Model.Ports;

namespace Pando.Host;

/// <summary>The devices of the host that this process runs on.</summary>
/// <param name="host">What is known of the host itself.</param>
public sealed class LocalNodeDevices(IHostFacts host) : INodeDevices
{
    private readonly NodeDeviceReader _reader = new(HostTree.Real, UdevRecords.Real, HardwareNames.Pci, HardwareNames.Usb, () => Computer(host));

    /// <inheritdoc/>
    public IReadOnlyList<NodeDevice> List() => _reader.Read();

    private static SystemCapability Computer(IHostFacts host)
    {
        // Without a firmware that says, libvirt tells no identity, either.
        var (system, bios) = host.Smbios() is { } told ? (told.System, told.Bios) : (null, null);
        return new SystemCapability(Guid.TryParse(system?.Uuid, out var uuid) ? uuid : Guid.Empty)
        {
            Vendor = system?.Manufacturer,
            Product = system?.Product,
            Version = system?.Version,
            Serial = system?.Serial,
            FirmwareVendor = bios?.Vendor,
            FirmwareVersion = bios?.Version,
            FirmwareDate = bios?.Date,
        };
    }
}
