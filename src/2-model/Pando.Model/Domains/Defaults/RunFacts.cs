using Pando.Model.Domains.Devices;

namespace Pando.Model.Domains;

/// <summary>What belongs to one run of a machine and is no part of what is asked for.</summary>
internal static class RunFacts
{
    /// <summary>What the machine itself was given for one run; of its devices, see the other.</summary>
    public static DomainDefinition LeaveAway(DomainDefinition definition) => definition with
    {
        Seclabels = definition.Seclabels.Items.Select(label => label.Type == SeclabelType.Dynamic ? label with { Label = null, ImageLabel = null } : label).ToEquatableArray(),
    };

    public static DomainDevices LeaveAway(DomainDevices all) => Without(CharacterEnds.Change(all, static (_, end) => end is PtyBackend pty ? pty with { Path = null } : end));

    private static DomainDevices Without(DomainDevices devices) => devices with
    {
        Disks = Each(devices.Disks, disk => disk with { Alias = Given(disk) }),
        Controllers = Each(devices.Controllers, controller => controller with { Alias = Given(controller) }),
        Interfaces = Each(devices.Interfaces, card => card with { Alias = Given(card) }),
        Serials = Each(devices.Serials, serial => serial with { Alias = Given(serial) }),
        Parallels = Each(devices.Parallels, parallel => parallel with { Alias = Given(parallel) }),
        Consoles = Each(devices.Consoles, console => console with { Alias = Given(console) }),
        Channels = Each(devices.Channels, channel => channel with { Alias = Given(channel) }),
        Inputs = Each(devices.Inputs, input => input with { Alias = Given(input) }),
        Graphics = Each(devices.Graphics, display => display switch
        {
            VncGraphics { AutoPort: true } vnc => vnc with { Alias = Given(vnc), Port = null },
            _ => display with { Alias = Given(display) },
        }),
        Videos = Each(devices.Videos, video => video with { Alias = Given(video) }),
        Memballoon = devices.Memballoon is { } balloon ? balloon with { Alias = Given(balloon) } : null,
        Rngs = Each(devices.Rngs, rng => rng with { Alias = Given(rng) }),
    };

    private static EquatableArray<T> Each<T>(EquatableArray<T> devices, Func<T, T> change) => devices.Items.Select(change).ToEquatableArray();

    private static DeviceAlias? Given(Device device) => device.Alias is { IsUserGiven: true } ? device.Alias : null;
}
