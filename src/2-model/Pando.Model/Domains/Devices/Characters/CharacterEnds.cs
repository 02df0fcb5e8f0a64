namespace Pando.Model.Domains.Devices;

/// <summary>The ends on the host of all devices of a machine that have one.</summary>
public static class CharacterEnds
{
    /// <summary>Each device with its end; a console on a serial port comes after the port, with the same alias and end.</summary>
    public static IEnumerable<(Device Device, CharacterBackend Backend)> Of(DomainDevices devices)
    {
        ArgumentNullException.ThrowIfNull(devices);
        return devices.All().Where(device => device is ICharacterDevice { HostEnd: not null })
            .Select(device => (device, ((ICharacterDevice)device).HostEnd!));
    }

    /// <summary>The same devices, each end exchanged for what the function makes of it.</summary>
    public static DomainDevices Change(DomainDevices devices, Func<Device, CharacterBackend, CharacterBackend> change)
    {
        ArgumentNullException.ThrowIfNull(devices);
        ArgumentNullException.ThrowIfNull(change);
        return devices with
        {
            Smartcards = Each(devices.Smartcards),
            Serials = Each(devices.Serials),
            Parallels = Each(devices.Parallels),
            Consoles = Each(devices.Consoles),
            Channels = Each(devices.Channels),
            Redirections = Each(devices.Redirections),
            Rngs = Each(devices.Rngs),
        };

        EquatableArray<T> Each<T>(EquatableArray<T> all) where T : Device, ICharacterDevice =>
            all.Items.Select(device => device.HostEnd is { } end ? (T)device.WithHostEnd(change(device, end)) : device).ToEquatableArray();
    }
}
