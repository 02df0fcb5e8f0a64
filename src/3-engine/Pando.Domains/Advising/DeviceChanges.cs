using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Domains.Advising;

/// <summary>A definition with one of its devices changed. A device is found by what its owner knows it by, so that one fix after the other works.</summary>
internal static class DeviceChanges
{
    public static DomainDefinition WithDisk(this DomainDefinition definition, string target, Func<DiskDevice, DiskDevice> change) => definition.WithDevices(devices =>
        devices with { Disks = devices.Disks.Items.Select(disk => disk.TargetName == target ? change(disk) : disk).ToEquatableArray() });

    public static DomainDefinition WithInterfaces(this DomainDefinition definition, Func<InterfaceDevice, InterfaceDevice> change) => definition.WithDevices(devices =>
        devices with { Interfaces = devices.Interfaces.Items.Select(change).ToEquatableArray() });

    public static DomainDefinition WithGraphics(this DomainDefinition definition, Func<GraphicsDevice, GraphicsDevice> change) => definition.WithDevices(devices =>
        devices with { Graphics = devices.Graphics.Items.Select(change).ToEquatableArray() });

    public static DomainDefinition WithDevices(this DomainDefinition definition, Func<DomainDevices, DomainDevices> change) =>
        definition with { Devices = change(definition.Devices) };
}
