using Pando.Model.Domains;

namespace Pando.Domains.Changing;

/// <summary>What the host's side has told of new devices: the name of a tap, the number of a vsock, the image that a disk writes to.</summary>
internal static class TakenDevices
{
    /// <summary>The machine with its new devices as they were taken.</summary>
    public static DomainDefinition In(DomainDefinition machine, DomainDevices taken)
    {
        var devices = machine.Devices;
        return machine with
        {
            Devices = devices with
            {
                Disks = [.. devices.Disks.Items.Select(disk => taken.Disks.Items.FirstOrDefault(other => other.Alias == disk.Alias) ?? disk)],
                Interfaces = [.. devices.Interfaces.Items.Select(card => taken.Interfaces.Items.FirstOrDefault(other => other.Alias == card.Alias) ?? card)],
                HostDevices = [.. devices.HostDevices.Items.Select(device => taken.HostDevices.Items.FirstOrDefault(other => other.Alias == device.Alias) ?? device)],
                Vsock = taken.Vsock ?? devices.Vsock,
            },
        };
    }
}
