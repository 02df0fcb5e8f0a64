using Pando.Model.Domains.Devices;
using Pando.Model.Errors;

namespace Pando.Model.Domains;

/// <summary>Ports of channels and virtio consoles. Port 0 is for a console: guests look for their first one there.</summary>
internal static class VirtioSerialAddresses
{
    // QEMU's own number where a controller says none.
    private const int UsualPorts = 31;

    /// <summary>The controllers that are needed: those that are named, or a first one where a device has no place yet.</summary>
    public static IReadOnlyCollection<int> Controllers(DomainDevices devices)
    {
        var users = devices.Channels.Items.Where(channel => channel.Forward is null).Cast<Device>().Concat(devices.Consoles.Items.Where(console => console.Target == ConsoleTarget.Virtio)).ToList();
        var named = users.Select(device => (device.Address as VirtioSerialAddress)?.Controller).OfType<int>().ToHashSet();
        if (named.Count == 0 && users.Count > 0 && !devices.Controllers.Items.OfType<VirtioSerialController>().Any())
        {
            named.Add(0);
        }
        return named;
    }

    public static DomainDevices Assign(DomainDevices devices)
    {
        var controllers = devices.Controllers.Items.OfType<VirtioSerialController>().OrderBy(controller => controller.Index).ToList();
        var taken = devices.All().Select(device => device.Address).OfType<VirtioSerialAddress>().ToHashSet();
        return devices with
        {
            Channels = devices.Channels.Items.Select(channel => channel is { Address: null, Forward: null } ? channel with { Address = Free(1, channel.Name ?? "channel") } : channel).ToEquatableArray(),
            Consoles = devices.Consoles.Items.Select(console => console is { Target: ConsoleTarget.Virtio, Address: null } ? console with { Address = Free(0, "console") } : console).ToEquatableArray(),
        };

        VirtioSerialAddress Free(int first, string device)
        {
            foreach (var controller in controllers)
            {
                for (var port = first; port < (controller.Ports ?? UsualPorts); port++)
                {
                    var address = new VirtioSerialAddress(controller.Index!.Value, 0, port);
                    if (taken.Add(address))
                    {
                        return address;
                    }
                }
            }
            throw new CallerException(ErrorCodes.Definition.NoPlace, ("device", device), ("bus", "virtio-serial"));
        }
    }
}
