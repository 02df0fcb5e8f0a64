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
        Disks = Each(devices.Disks, disk => disk with { Alias = Given(disk), Mirror = null }),
        Controllers = Each(devices.Controllers, controller => controller with { Alias = Given(controller) }),
        Filesystems = Each(devices.Filesystems, shared => shared with { Alias = Given(shared) }),
        Smartcards = Each(devices.Smartcards, card => card with { Alias = Given(card) }),
        Serials = Each(devices.Serials, serial => serial with { Alias = Given(serial) }),
        Parallels = Each(devices.Parallels, parallel => parallel with { Alias = Given(parallel) }),
        Consoles = Each(devices.Consoles, console => console with { Alias = Given(console) }),
        Channels = Each(devices.Channels, channel => channel with { Alias = Given(channel) }),
        Interfaces = Each(devices.Interfaces, card => card with { Alias = Given(card), TargetDevice = Named(card.TargetDevice) }),
        Inputs = Each(devices.Inputs, input => input with { Alias = Given(input) }),
        Graphics = Each(devices.Graphics, display => Unchosen(display) with { Alias = Given(display) }),
        Sounds = Each(devices.Sounds, sound => sound with { Alias = Given(sound) }),
        Videos = Each(devices.Videos, video => video with { Alias = Given(video) }),
        Redirections = Each(devices.Redirections, port => port with { Alias = Given(port) }),
        Hubs = Each(devices.Hubs, hub => hub with { Alias = Given(hub) }),
        Watchdogs = Each(devices.Watchdogs, watchdog => watchdog with { Alias = Given(watchdog) }),
        Panics = Each(devices.Panics, panic => panic with { Alias = Given(panic) }),
        Memballoon = devices.Memballoon is { } balloon ? balloon with { Alias = Given(balloon) } : null,
        Rngs = Each(devices.Rngs, rng => rng with { Alias = Given(rng) }),
        HostDevices = Each(devices.HostDevices, device => device with { Alias = Given(device) }),
        Tpms = Each(devices.Tpms, tpm => tpm with { Alias = Given(tpm) }),
        SharedMemories = Each(devices.SharedMemories, shmem => shmem with { Alias = Given(shmem) }),
        Memories = Each(devices.Memories, memory => memory with { Alias = Given(memory), CurrentKiB = null }),
        Iommu = devices.Iommu is { } iommu ? iommu with { Alias = Given(iommu) } : null,
        Vsock = devices.Vsock is { } vsock ? vsock with { Alias = Given(vsock), Cid = vsock.AutoCid == true ? null : vsock.Cid } : null,
        Cryptos = Each(devices.Cryptos, crypto => crypto with { Alias = Given(crypto) }),
        Pstore = devices.Pstore is { } pstore ? pstore with { Alias = Given(pstore) } : null,
    };

    /// <summary>What libvirt and we call the host's end of a card by ourselves: of one run, with a new number in the next.</summary>
    private static readonly string[] MadeNames = ["vnet", "macvtap", "macvlan"];

    private static string? Named(string? target) => target is not null && Array.Exists(MadeNames, made => target.StartsWith(made, StringComparison.Ordinal)) ? null : target;

    private static GraphicsDevice Unchosen(GraphicsDevice display)
    {
        var listens = display.Listens.Items.Select(listen => listen is NetworkListen network ? network with { Address = null } : listen).ToEquatableArray();
        return display switch
        {
            VncGraphics vnc => vnc with { Listens = listens, Port = vnc.AutoPort ? null : vnc.Port, WebSocket = vnc.AutoWebSocket ? null : vnc.WebSocket },
            SpiceGraphics { AutoPort: true } spice => spice with { Listens = listens, Port = null, TlsPort = null },
            _ => display with { Listens = listens },
        };
    }

    private static EquatableArray<T> Each<T>(EquatableArray<T> devices, Func<T, T> change) => devices.Items.Select(change).ToEquatableArray();

    private static DeviceAlias? Given(Device device) => device.Alias is { IsUserGiven: true } ? device.Alias : null;
}
