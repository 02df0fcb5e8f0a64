using Pando.Model.Domains;

namespace Pando.Model.Xml;

/// <summary>A machine boots from kinds of devices or from single devices in an order, never both.</summary>
internal static class BootOrders
{
    public static DomainDefinition Checked(DomainDefinition definition, ElementReader domain)
    {
        var single = definition.Devices.Disks.Items.Any(disk => disk.BootOrder is not null)
            || definition.Devices.Interfaces.Items.Any(card => card.BootOrder is not null)
            || definition.Devices.Filesystems.Items.Any(shared => shared.BootOrder is not null)
            || definition.Devices.HostDevices.Items.Any(device => device.BootOrder is not null)
            || definition.Devices.Redirections.Items.Any(port => port.BootOrder is not null);
        if (single && !definition.Os.BootDevices.IsEmpty)
        {
            throw domain.RequiredChild("os").Children("boot")[0].Conflict("/domain/devices/*/boot");
        }
        return definition;
    }
}
